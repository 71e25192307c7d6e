;; Memory of this program as a matrix and as records.
(use-modules (pymv) (ice-9 threads) (rnrs bytevectors))

(define checks 0)

(define (check holds claim)
  (set! checks (+ checks 1))
  (unless holds
    (format #t "FAILED: ~A\n" claim)
    (exit 1)))

(define (fails? key text thunk)
  (catch key
    (lambda () (thunk) #f)
    (lambda (key subject message arguments . _)
      (equal? (apply format #f message arguments) text))))

(define (doubles->bytevector doubles)
  (let ((bytes (make-bytevector (* 8 (length doubles)))))
    (for-each (lambda (i item) (bytevector-ieee-double-native-set! bytes (* 8 i) item))
              (iota (length doubles)) doubles)
    bytes))

(define (doubles view)
  (let ((bytes (view-bytes view)))
    (map (lambda (i) (bytevector-ieee-double-native-ref bytes (* 8 i)))
         (iota (quotient (bytevector-length bytes) 8)))))

(define (records->bytevector records)
  (let ((bytes (make-bytevector (* 12 (length records)))))
    (for-each (lambda (i record)
                (bytevector-s32-set! bytes (* 12 i) (car record) (endianness little))
                (bytevector-ieee-double-set! bytes (+ (* 12 i) 4) (cdr record) (endianness little)))
              (iota (length records)) records)
    bytes))

(define (use-views)
  (define releases (vector 0 0))
  (define (count i) (lambda () (vector-set! releases i (+ (vector-ref releases i) 1))))
  (define memory (doubles->bytevector '(1. 2. 3. 4. 5. 6.)))
  (define matrix (make-view memory "d" '(2 3) #f (count 0)))
  (check (equal? (view-shape matrix) '(2 3)) "the shape is 2, 3")
  (let ((reversed (view-slice matrix 1 #:step -2)) (turned (view-transpose matrix)))
    (check (equal? (doubles reversed) '(3. 1. 6. 4.)) "a slice goes backwards")
    (check (= (view-ref turned 2 -1) 6) "a transposed view has 3 rows")
    (check (equal? (doubles turned) '(1. 4. 2. 5. 3. 6.)) "a copy is in C order")
    (view-set! turned 60. 2 1)
    (check (= (bytevector-ieee-double-native-ref memory 40) 60) "a write reaches the memory")

    (let* ((rows (records->bytevector '((1 . 0.5) (2 . 1.5) (3 . 2.5))))
           (records (make-view rows "T{<i:id:<d:value:}" '(3) #t (count 1)))
           (values (view-field records "value"))
           (ids (view-field records "id")))
      (check (and (equal? (doubles values) '(0.5 1.5 2.5))
                  (equal? (bytevector->sint-list (view-bytes ids) (endianness little) 4) '(1 2 3)))
             "records have columns")
      (check (fails? 'out-of-range "index out of bounds on dimension 1"
                     (lambda () (view-ref matrix 2 0)))
             "an index out of range is an error")
      (check (fails? 'wrong-type-arg "cannot modify read-only memory"
                     (lambda () (view-set! values 1. 0)))
             "a write to read-only memory is an error")
      (for-each close-view (list records values ids matrix reversed)))
    (check (equal? releases #(0 1)) "a derived view keeps the memory")
    (close-view turned)
    (check (equal? releases #(1 1)) "each owner hears once")))

(set-debug 1)
(use-views)
(join-thread (call-with-new-thread use-views))
(check (= (debug-report -1) 0) "nothing is alive")
(format #t "ok: ~A checks\n" checks)
