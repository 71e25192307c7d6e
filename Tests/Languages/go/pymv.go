package main

/*
#cgo LDFLAGS: -lpymv
#include <pymv.h>
#include <stdlib.h>

void pymvRelease(void *data, void *handle);

// A handle is a number, not a pointer of Go.
static inline PyObject *from_array(void *data, const char *format, int ndim, const ptrdiff_t *shape,
                                   int readonly, uintptr_t handle) {
  return PyMV_FromArray(data, format, 0, ndim, shape, NULL, NULL, readonly, pymvRelease,
                        (void *)handle);
}
*/
import "C"

import (
	"math"
	"runtime"
	"runtime/cgo"
	"unsafe"
)

// Error is an error of the library, with the kind of Python's exception.
type Error struct{ Kind, Text string }

func (e Error) Error() string { return e.Kind + ": " + e.Text }

// Omitted is a limit of a slice that is omitted.
const Omitted = math.MinInt

// View has one reference, which Close drops.
type View struct{ object *C.PyObject }

// An error belongs to the thread of its call, so the goroutine stays in it.
func attempt(call func() bool) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if call() {
		return nil
	}
	var kind *C.char
	text := C.PyMV_TakeError(&kind)
	return Error{C.GoString(kind), C.GoString(text)}
}

func made(call func() *C.PyObject) (view View, err error) {
	err = attempt(func() bool {
		view.object = call()
		return view.object != nil
	})
	return view, err
}

// The library calls this in the thread that drops the last view.
//
//export pymvRelease
func pymvRelease(data, handle unsafe.Pointer) {
	owner := cgo.Handle(uintptr(handle))
	owner.Value().(func())()
	owner.Delete()
	C.free(data)
}

// NewView copies items to memory that C may keep, and views it. Release is called once, after the
// last view, and then the memory is freed.
func NewView[T any](items []T, format string, shape []int, readonly bool, release func()) (View, []T, error) {
	text := C.CString(format)
	defer C.free(unsafe.Pointer(text))
	memory := C.calloc(C.size_t(len(items)), C.size_t(unsafe.Sizeof(items[0])))
	copied := unsafe.Slice((*T)(memory), len(items))
	copy(copied, items)
	locked := C.int(0)
	if readonly {
		locked = 1
	}
	owner := cgo.NewHandle(release)
	view, err := made(func() *C.PyObject {
		return C.from_array(memory, text, C.int(len(shape)), (*C.ptrdiff_t)(unsafe.Pointer(&shape[0])),
			locked, C.uintptr_t(owner))
	})
	if err != nil {
		owner.Delete()
		C.free(memory)
	}
	return view, copied, err
}

// Close drops the view.
func (v View) Close() { C.PyMV_DecRef(v.object) }

// Slice is start:stop:step of an axis.
func (v View) Slice(axis, start, stop, step int) (View, error) {
	return made(func() *C.PyObject {
		return C.PyMV_Slice(v.object, C.int(axis), C.ptrdiff_t(start), C.ptrdiff_t(stop), C.ptrdiff_t(step))
	})
}

// Transpose reverses the axes.
func (v View) Transpose() (View, error) {
	return made(func() *C.PyObject { return C.PyMV_Transpose(v.object, nil) })
}

// Field is a field of every item.
func (v View) Field(name string) (View, error) {
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	return made(func() *C.PyObject { return C.PyMV_GetField(v.object, text) })
}

// Shape has the items along each axis.
func (v View) Shape() (shape []int, err error) {
	info, err := v.info()
	if err != nil {
		return nil, err
	}
	for _, extent := range unsafe.Slice(info.shape, info.ndim) {
		shape = append(shape, int(extent))
	}
	return shape, nil
}

func (v View) info() (info C.PyMV_Info, err error) {
	info.struct_size = C.size_t(unsafe.Sizeof(info))
	err = attempt(func() bool { return C.PyMV_GetInfo(v.object, &info) == 0 })
	return info, err
}

func places(index []int) *C.ptrdiff_t { return (*C.ptrdiff_t)(unsafe.Pointer(&index[0])) }

// Get reads a number.
func (v View) Get(index ...int) (value float64, err error) {
	err = attempt(func() bool {
		return C.PyMV_GetDouble(v.object, places(index), (*C.double)(&value)) == 0
	})
	return value, err
}

// Set writes a number.
func (v View) Set(value float64, index ...int) error {
	return attempt(func() bool { return C.PyMV_SetDouble(v.object, places(index), C.double(value)) == 0 })
}

// Items copies the items in C order.
func Items[T any](v View) ([]T, error) {
	info, err := v.info()
	if err != nil {
		return nil, err
	}
	items := make([]T, int(info.nbytes)/int(info.itemsize))
	return items, attempt(func() bool {
		return C.PyMV_ReadInto(v.object, unsafe.Pointer(&items[0]), info.nbytes, 'C') == 0
	})
}

// SetDebug and DebugReport find leaks.
func SetDebug() { C.PyMV_SetDebug(1) }

// DebugReport counts what is alive.
func DebugReport() int { return int(C.PyMV_DebugReport(-1)) }
