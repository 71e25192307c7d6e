/* The small operations whose instructions and allocations are counted. */
#ifndef PYMV_TESTS_OPERATIONS_H
#define PYMV_TESTS_OPERATIONS_H

typedef struct {
  const char *name;
  void (*run)(long count); /**< Does the operation `count` times. */
} Operation;

extern const Operation operations[];
extern const int operation_count;

/** Make the objects that the operations work on. Exits on failure. */
void start_operations(void);

/** Release them. */
void stop_operations(void);

#endif /* PYMV_TESTS_OPERATIONS_H */
