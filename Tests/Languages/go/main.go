// Memory of this program as a matrix and as records.
package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
)

// A record of 12 bytes: the halves of a double are not aligned.
type record struct {
	id    int32
	value [2]uint32
}

var checks int

func check(holds bool, claim string) {
	checks++
	if !holds {
		fmt.Println("FAILED:", claim)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func useViews() {
	var releases [2]int
	matrix, memory, err := NewView([]float64{1, 2, 3, 4, 5, 6}, "d", []int{2, 3}, false,
		func() { releases[0]++ })
	check(err == nil && reflect.DeepEqual(must(matrix.Shape()), []int{2, 3}), "the shape is 2, 3")
	reversed := must(matrix.Slice(1, Omitted, Omitted, -2))
	check(reflect.DeepEqual(must(Items[float64](reversed)), []float64{3, 1, 6, 4}),
		"a slice goes backwards")
	turned := must(matrix.Transpose())
	check(must(turned.Get(2, -1)) == 6, "a transposed view has 3 rows")
	check(reflect.DeepEqual(must(Items[float64](turned)), []float64{1, 4, 2, 5, 3, 6}),
		"a copy is in C order")
	check(turned.Set(60, 2, 1) == nil && memory[5] == 60, "a write reaches the memory")

	// The upper halves of 0.5, 1.5 and 2.5; the lower ones are 0.
	rows := []record{{1, [2]uint32{0, 0x3fe00000}}, {2, [2]uint32{0, 0x3ff80000}}, {3, [2]uint32{0, 0x40040000}}}
	records, _, err := NewView(rows, "T{<i:id:<d:value:}", []int{3}, true, func() { releases[1]++ })
	if err != nil {
		panic(err)
	}
	values, ids := must(records.Field("value")), must(records.Field("id"))
	check(reflect.DeepEqual(must(Items[float64](values)), []float64{0.5, 1.5, 2.5}) &&
		reflect.DeepEqual(must(Items[int32](ids)), []int32{1, 2, 3}), "records have columns")

	_, err = matrix.Get(2, 0)
	check(errors.Is(err, Error{"IndexError", "index out of bounds on dimension 1"}),
		"an index out of range is an error")
	check(errors.Is(values.Set(1, 0), Error{"TypeError", "cannot modify read-only memory"}),
		"a write to read-only memory is an error")
	for _, view := range []View{records, values, ids, matrix, reversed} {
		view.Close()
	}
	check(releases == [2]int{0, 1}, "a derived view keeps the memory")
	turned.Close()
	check(releases == [2]int{1, 1}, "each owner hears once")
}

func main() {
	runtime.LockOSThread() // so that the goroutine gets another thread
	SetDebug()
	useViews()
	done := make(chan bool)
	go func() {
		useViews()
		close(done)
	}()
	<-done
	check(DebugReport() == 0, "nothing is alive")
	fmt.Printf("ok: %d checks\n", checks)
}
