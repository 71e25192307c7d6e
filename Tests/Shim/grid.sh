# The grid of items: its title names the axes that go down and across.

head -c 4096 /dev/zero > "$work/zeros"

# grid SHAPE TITLE: of bytes of this shape.
grid() {
  shim inspect "$work/zeros" --shape "$1"
  claim "the grid of shape $1 is titled $2" prints "  $2 of shape ("
}

grid 6 "[0:6]"
grid 1 "[0:1]"
grid 20 "[0:8]"
grid 4,3 "[0:4, 0:3]"
grid 1,3 "[0:1, 0:3]"
grid 4,1 "[0:4, 0:1]"
grid 1,1 "[0:1, 0:1]"
grid 20,20 "[0:8, 0:12]"
grid 5,4,3 "[0, 0:4, 0:3]"
grid 1,4,3 "[0, 0:4, 0:3]"
grid 4,1,3 "[0:4, 0, 0:3]"
grid 5,4,1 "[0, 0:4, 0:1]"
grid 4,1,1 "[0:4, 0, 0:1]"
grid 1,1,3 "[0:1, 0, 0:3]"
grid 1,1,1 "[0:1, 0, 0:1]"
grid 2,5,4,3 "[0, 0, 0:4, 0:3]"
grid 2,4,1,3 "[0, 0:4, 0, 0:3]"
grid 4,1,1,3 "[0:4, 0, 0, 0:3]"
grid 1,4,1,3 "[0, 0:4, 0, 0:3]"
grid 4,2,1,1 "[0, 0:2, 0, 0:1]"
grid 1,1,1,3 "[0:1, 0, 0, 0:3]"
grid 2,1,4,1,1,3 "[0, 0, 0:4, 0, 0, 0:3]"
grid "2$(printf ',1%.0s' $(seq 62)),3" "[0:2$(printf ', 0%.0s' $(seq 62)), 0:3]"

# The rows under the title are those of the axis that it names.
printf 'abcdefghijkl' > "$work/letters"
shim inspect "$work/letters" --format c --shape 4,1,3
claim "the rows of the grid follow the axis in its title" prints "[2]  'g'  'h'  'i'"

for shape in 0 0,3 3,0 0,1,3 4,0,3 4,1,0 1,0,1,3; do
  shim inspect "$work/zeros" --shape $shape
  claim "the grid of shape $shape is empty" prints "  no items"
done
