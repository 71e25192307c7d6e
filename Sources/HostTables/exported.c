#include "HostTables.h"

/* The exported functions whose names an interpreter has too. Each is one jump to this library's
 * function, or to the interpreter's if this library cannot serve that. The jump takes the place of
 * the one that the Swift compiler would make for an exported function.
 *
 * In assembly language, because only a jump passes all arguments on without knowing them. */

#if defined(__x86_64__)
#define JUMP "jmp *1f(%rip)\n"
#elif defined(__aarch64__)
#define JUMP "adrp x16, 1f\n ldr x16, [x16, :lo12:1f]\n br x16\n"
#endif

#define TEXT(text) ".text\n" text
#define DATA(text) ".data\n" text ".text\n"
#define NAME(text) ".section .rodata\n" text ".text\n"

/* A function, its entry in the table of targets, and its entry in the table of names. */
#define EXPORT(name) \
  __asm__(TEXT(".globl " name "\n .type " name ", %function\n" name ": " JUMP)); \
  __asm__(TEXT(".size " name ", .-" name "\n")); \
  __asm__(DATA("1: .quad pymv_s_" name "\n")); \
  __asm__(NAME(".asciz \"" name "\"\n"));

__asm__(DATA(".balign 8\n pymv_c_targets:\n"));
__asm__(NAME("pymv_c_names:\n"));
EXPORT("PyObject_CheckBuffer")
EXPORT("PyObject_GetBuffer")
EXPORT("PyObject_CopyData")
EXPORT("PyBuffer_Release")
EXPORT("PyBuffer_FillInfo")
EXPORT("PyBuffer_IsContiguous")
EXPORT("PyBuffer_GetPointer")
EXPORT("PyBuffer_SizeFromFormat")
EXPORT("PyBuffer_ToContiguous")
EXPORT("PyBuffer_FromContiguous")
EXPORT("PyBuffer_FillContiguousStrides")
EXPORT("PyMemoryView_FromObject")
EXPORT("PyMemoryView_FromMemory")
EXPORT("PyMemoryView_FromBuffer")
EXPORT("PyMemoryView_GetContiguous")
__asm__(NAME(".byte 0\n"));

extern PYMV_HIDDEN pymv_function pymv_c_targets[];
/* Ends with an empty name. */
extern PYMV_HIDDEN const char pymv_c_names[];

void pymv_c_forward_exported(void) {
  pymv_function *target = pymv_c_targets;
  for (const char *name = pymv_c_names; *name != 0; name += strlen(name) + 1, target++) {
    void *theirs = pymv_c_host_symbol(name);
    if (theirs != NULL) *target = *(pymv_function *)&theirs;
  }
}
