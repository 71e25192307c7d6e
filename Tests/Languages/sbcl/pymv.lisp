;;; Views of memory for SBCL: what an example needs of pymv.h.

(defpackage :pymv
  (:use :cl :sb-alien)
  (:export #:pymv-error #:text #:index-error #:write-error #:make-view #:close-view #:slice
           #:transposed #:field #:shape #:ref #:items #:set-debug #:debug-report))
(in-package :pymv)

(load-shared-object (sb-posix:getenv "PYMV_LIBRARY") :dont-save t)

(defmacro define-pymv (lisp-name name result &rest arguments)
  `(progn (declaim (inline ,lisp-name))
          (define-alien-routine (,(concatenate 'string "PyMV_" name) ,lisp-name) ,result
            ,@(loop for type in arguments collect (list (gensym) type)))))

(define-pymv from-array "FromArray" system-area-pointer system-area-pointer c-string long int
  (* long) system-area-pointer system-area-pointer int system-area-pointer system-area-pointer)
(define-pymv py-slice "Slice" system-area-pointer system-area-pointer int long long long)
(define-pymv py-transpose "Transpose" system-area-pointer system-area-pointer system-area-pointer)
(define-pymv py-field "GetField" system-area-pointer system-area-pointer c-string)
(define-pymv get-info "GetInfo" int system-area-pointer (* long))
(define-pymv get-double "GetDouble" int system-area-pointer (* long) (* double))
(define-pymv set-double "SetDouble" int system-area-pointer (* long) double)
(define-pymv read-into "ReadInto" int system-area-pointer system-area-pointer long int)
(define-pymv dec-ref "DecRef" void system-area-pointer)
(define-pymv take-error "TakeError" c-string (* c-string))
(define-pymv set-debug "SetDebug" int int)
(define-pymv debug-report "DebugReport" long int)

;;; Errors of the library are conditions.
(define-condition pymv-error (error)
  ((text :initarg :text :reader text))
  (:report (lambda (condition stream) (write-string (text condition) stream))))
(define-condition index-error (pymv-error) ())
(define-condition write-error (pymv-error) ())

(defun fail ()
  (with-alien ((kind c-string))
    (let* ((text (take-error (addr kind)))
           (class (cond ((equal kind "IndexError") 'index-error)
                        ((equal kind "TypeError") 'write-error)
                        (t 'pymv-error))))
      (error class :text text))))

(defun succeed (result)
  (when (minusp result) (fail)))

(defstruct (view (:constructor wrap (reference))) reference)

(defparameter +null+ (sb-sys:int-sap 0))

(defun made (reference)
  (if (zerop (sb-sys:sap-int reference)) (fail) (wrap reference)))

(defun close-view (view)
  (dec-ref (shiftf (view-reference view) +null+)))

;;; By address of the memory: the function of its owner.
(defvar *owners* (make-hash-table :synchronized t))

;;; The library calls this in the thread that drops the last view.
(define-alien-callable destroy void ((memory unsigned-long) (context unsigned-long))
  (declare (ignore context))
  (let ((released (gethash memory *owners*)))
    (remhash memory *owners*)
    (funcall released)))

(defmacro with-places ((name list) &body body)
  "NAME points to the integers of LIST."
  (let ((entries (gensym)))
    `(let ((,entries (coerce ,list '(simple-array (signed-byte 64) (*)))))
       (sb-sys:with-pinned-objects (,entries)
         (let ((,name (sap-alien (sb-sys:vector-sap ,entries) (* long)))) ,@body)))))

(defun make-view (memory format shape readonly released)
  "View memory of MAKE-ALIEN, which lives until RELEASED is called, once."
  (let* ((address (alien-sap memory))
         (view (with-places (extents shape)
                 (made (from-array address format 0 (length shape) extents +null+ +null+
                                   (if readonly 1 0) (alien-sap (alien-callable-function 'destroy))
                                   +null+)))))
    (setf (gethash (sb-sys:sap-int address) *owners*) released)
    view))

(defconstant +omitted+ (- (expt 2 63)))
(defun slice (view axis &key (start +omitted+) (stop +omitted+) (step +omitted+))
  (made (py-slice (view-reference view) axis start stop step)))
(defun transposed (view) (made (py-transpose (view-reference view) +null+)))
(defun field (view name) (made (py-field (view-reference view) name)))

;;; PyMV_Info: struct_size, data, format, shape, strides, suboffsets, itemsize, nbytes, ndim, ...
(defun info (view)
  (with-alien ((info (array long 10)))
    (setf (deref info 0) 80)
    (succeed (get-info (view-reference view) (cast info (* long))))
    (values (ldb (byte 32 0) (deref info 8)) (deref info 3) (deref info 7))))

(defun shape (view)
  (multiple-value-bind (axes extents) (info view)
    (loop for axis below axes
          collect (sb-sys:signed-sap-ref-64 (sb-sys:int-sap extents) (* 8 axis)))))

(defun ref (view &rest index)
  (with-alien ((value double))
    (with-places (places index)
      (succeed (get-double (view-reference view) places (addr value))))
    value))

(defun (setf ref) (value view &rest index)
  (with-places (places index)
    (succeed (set-double (view-reference view) places value)))
  value)

(defun items (view type)
  "The items in C order; TYPE is that of a specialized array."
  (let* ((bytes (nth-value 2 (info view)))
         (size (if (eq type 'double-float) 8 4))
         (items (make-array (floor bytes size) :element-type type)))
    (sb-sys:with-pinned-objects (items)
      (succeed (read-into (view-reference view) (sb-sys:vector-sap items) bytes (char-code #\C))))
    (coerce items 'list)))
