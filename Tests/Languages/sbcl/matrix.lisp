;;; Memory of this program as a matrix and as records.
(require :sb-posix)
(load (merge-pathnames "pymv.lisp" *load-truename*))
(defpackage :matrix (:use :cl :sb-alien))
(in-package :matrix)

(defvar *checks* 0)

(defun check (holds claim)
  (incf *checks*)
  (unless holds
    (format t "FAILED: ~a~%" claim)
    (sb-ext:exit :code 1 :abort t)))

(defmacro fails (condition text &body body)
  `(handler-case (progn ,@body nil)
     (,condition (found) (equal (pymv:text found) ,text))))

(defun doubles (items)
  (let ((memory (make-alien double (length items))))
    (loop for item in items for i from 0 do (setf (deref memory i) item))
    memory))

(defun records (rows)
  (let ((memory (make-alien (unsigned 8) (* 12 (length rows)))))
    (loop with sap = (alien-sap memory)
          for (id value) in rows for at from 0 by 12
          do (setf (sb-sys:signed-sap-ref-32 sap at) id
                   (sb-sys:sap-ref-double sap (+ at 4)) value))
    memory))

(defun use-views ()
  (let* ((releases (list 0 0))
         (memory (doubles '(1d0 2d0 3d0 4d0 5d0 6d0)))
         (matrix (pymv:make-view memory "d" '(2 3) nil
                                 (lambda () (incf (first releases)) (free-alien memory))))
         (reversed (pymv:slice matrix 1 :step -2))
         (turned (pymv:transposed matrix)))
    (check (equal (pymv:shape matrix) '(2 3)) "the shape is 2, 3")
    (check (equal (pymv:items reversed 'double-float) '(3d0 1d0 6d0 4d0)) "a slice goes backwards")
    (check (= (pymv:ref turned 2 -1) 6) "a transposed view has 3 rows")
    (check (equal (pymv:items turned 'double-float) '(1d0 4d0 2d0 5d0 3d0 6d0))
           "a copy is in C order")
    (setf (pymv:ref turned 2 1) 60d0)
    (check (= (deref memory 5) 60) "a write reaches the memory")

    (let* ((rows (records '((1 0.5d0) (2 1.5d0) (3 2.5d0))))
           (records (pymv:make-view rows "T{<i:id:<d:value:}" '(3) t
                                    (lambda () (incf (second releases)) (free-alien rows))))
           (values (pymv:field records "value"))
           (ids (pymv:field records "id")))
      (check (and (equal (pymv:items values 'double-float) '(0.5d0 1.5d0 2.5d0))
                  (equal (pymv:items ids '(signed-byte 32)) '(1 2 3)))
             "records have columns")
      (check (fails pymv:index-error "index out of bounds on dimension 1" (pymv:ref matrix 2 0))
             "an index out of range is an error")
      (check (fails pymv:write-error "cannot modify read-only memory"
               (setf (pymv:ref values 0) 1d0))
             "a write to read-only memory is an error")
      (mapc #'pymv:close-view (list records values ids matrix reversed)))
    (check (equal releases '(0 1)) "a derived view keeps the memory")
    (pymv:close-view turned)
    (check (equal releases '(1 1)) "each owner hears once")))

(pymv:set-debug 1)
(use-views)
(sb-thread:join-thread (sb-thread:make-thread #'use-views))
(check (zerop (pymv:debug-report -1)) "nothing is alive")
(format t "ok: ~d checks~%" *checks*)
