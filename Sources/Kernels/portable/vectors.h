/* Vector types. */
#ifndef PYMV_VECTORS_H
#define PYMV_VECTORS_H

/* A vector type. Compilers split vectors for processors with shorter ones. */
#define VECTOR_OF(type, count) type __attribute__((vector_size((count) * sizeof(type))))

#endif /* PYMV_VECTORS_H */
