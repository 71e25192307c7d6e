;; Views of memory for Guile: what an example needs of pymv.h.
(define-module (pymv)
  #:use-module (system foreign)
  #:use-module (system foreign-library)
  #:use-module (rnrs bytevectors)
  #:use-module (srfi srfi-9)
  #:export (make-view close-view view-slice view-transpose view-field view-shape view-ref
            view-set! view-bytes set-debug debug-report))

(define library (getenv "PYMV_LIBRARY"))
(define (pymv name result . arguments)
  (foreign-library-function library (string-append "PyMV_" name)
                            #:return-type result #:arg-types arguments))

(define from-array
  (pymv "FromArray" '* '* '* ptrdiff_t int '* '* '* int '* '*))
(define py-slice (pymv "Slice" '* '* int ptrdiff_t ptrdiff_t ptrdiff_t))
(define py-transpose (pymv "Transpose" '* '* '*))
(define py-field (pymv "GetField" '* '* '*))
(define get-info (pymv "GetInfo" int '* '*))
(define get-double (pymv "GetDouble" int '* '* '*))
(define set-double (pymv "SetDouble" int '* '* double))
(define read-into (pymv "ReadInto" int '* '* ptrdiff_t int))
(define dec-ref (pymv "DecRef" void '*))
(define take-error (pymv "TakeError" '* '*))
(define set-debug (pymv "SetDebug" int int))
(define debug-report (pymv "DebugReport" ptrdiff_t int))

;; Errors are those of Guile: out-of-range for IndexError, wrong-type-arg for TypeError.
(define (fail)
  (let* ((kind (bytevector->pointer (make-bytevector 8 0)))
         (text (pointer->string (take-error kind)))
         (name (pointer->string (dereference-pointer kind))))
    (throw (cond ((equal? name "IndexError") 'out-of-range)
                 ((equal? name "TypeError") 'wrong-type-arg)
                 (else 'misc-error))
           "pymv" "~A" (list text) #f)))

(define (succeed result)
  (when (< result 0) (fail)))

(define-record-type <view> (wrap reference) view? (reference reference set-reference!))

(define (made reference)
  (if (null-pointer? reference) (fail) (wrap reference)))

(define (close-view view)
  (let ((reference (reference view)))
    (set-reference! view %null-pointer)
    (dec-ref reference)))

;; By address of the memory: the bytevector and the thunk of its owner.
(define owners (make-hash-table))

;; The library calls this in the thread that drops the last view.
(define destroy
  (procedure->pointer
   void
   (lambda (memory _)
     (let* ((address (pointer-address memory))
            (released (cdr (hashv-ref owners address))))
       (hashv-remove! owners address)
       (released)))
   '(* *)))

(define (places list)
  (bytevector->pointer (sint-list->bytevector (append list '(0)) (native-endianness) 8)))

;; View a bytevector, which lives until `released` is called, once.
(define (make-view bytes format shape readonly? released)
  (let* ((memory (bytevector->pointer bytes))
         (view (made (from-array memory (string->pointer format) 0 (length shape) (places shape)
                                 %null-pointer %null-pointer (if readonly? 1 0) destroy
                                 %null-pointer))))
    (hashv-set! owners (pointer-address memory) (cons bytes released))
    view))

(define omitted (- (expt 2 63)))
(define* (view-slice view axis #:key (start omitted) (stop omitted) (step omitted))
  (made (py-slice (reference view) axis start stop step)))
(define (view-transpose view) (made (py-transpose (reference view) %null-pointer)))
(define (view-field view name) (made (py-field (reference view) (string->pointer name))))

;; PyMV_Info: struct_size, data, format, shape, strides, suboffsets, itemsize, nbytes, ndim, …
(define (info view)
  (let ((info (make-bytevector 80 0)))
    (bytevector-s64-native-set! info 0 80)
    (succeed (get-info (reference view) (bytevector->pointer info)))
    info))

(define (view-shape view)
  (let* ((info (info view))
         (extents (make-pointer (bytevector-u64-native-ref info 24)))
         (axes (bytevector-s32-native-ref info 64)))
    (bytevector->sint-list (pointer->bytevector extents (* 8 axes)) (native-endianness) 8)))

(define (view-ref view . index)
  (let ((value (make-bytevector 8)))
    (succeed (get-double (reference view) (places index) (bytevector->pointer value)))
    (bytevector-ieee-double-native-ref value 0)))

(define (view-set! view value . index)
  (succeed (set-double (reference view) (places index) value)))

;; The items in C order.
(define (view-bytes view)
  (let* ((size (bytevector-s64-native-ref (info view) 56))
         (bytes (make-bytevector size)))
    (succeed (read-into (reference view) (bytevector->pointer bytes) size (char->integer #\C)))
    bytes))
