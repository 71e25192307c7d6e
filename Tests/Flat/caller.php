<?php
// Look up every function of pymv.h and call some.
// usage: php caller.php DEFINITIONS LIBRARY NAMES
function claim(bool $holds, string $text): void {
  if (!$holds) {
    echo "$text\n";
    exit(1);
  }
}

// Throws if a function is missing.
$pymv = FFI::cdef(file_get_contents($argv[1]), $argv[2]);

$items = $pymv->new("double[6]");
for ($i = 0; $i < 6; $i++) $items[$i] = $i + 1;
$shape = $pymv->new("ptrdiff_t[2]");
[$shape[0], $shape[1]] = [2, 3];
$view = $pymv->PyMV_FromArray(FFI::addr($items), "d", 0, 2, $shape, null, null, 0, null, null);
$transposed = $pymv->PyMV_Transpose($view, null);
$info = $pymv->new("PyMV_Info");
$info->struct_size = FFI::sizeof($info);
claim($pymv->PyMV_GetInfo($transposed, FFI::addr($info)) == 0, "info");
claim($info->ndim == 2 && $info->shape[0] == 3 && $info->strides[0] == 8, "shape and strides");
$index = $pymv->new("ptrdiff_t[2]");
[$index[0], $index[1]] = [2, -1];
$value = $pymv->new("double");
claim($pymv->PyMV_GetDouble($transposed, $index, FFI::addr($value)) == 0, "item");
claim($value->cdata == 6.0, "value");

claim($pymv->PyMV_Index($view, 0, 2) === null, "index out of range");
$kind = $pymv->new("char *[1]");
$text = $pymv->PyMV_TakeError($pymv->cast("const char **", FFI::addr($kind)));
claim($text !== null && FFI::string($kind[0]) === "IndexError", "kind of the error");
$pymv->PyMV_DecRef($transposed);
$pymv->PyMV_DecRef($view);
