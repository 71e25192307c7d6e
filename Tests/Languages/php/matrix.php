<?php
// Memory of this program as a matrix and as records.
// usage: php -d ffi.enable=1 matrix.php
require __DIR__ . '/PyMV.php';

$checks = 0;

function check(bool $holds, string $claim): void {
  global $checks;
  $checks++;
  if (!$holds) exit("FAILED: $claim\n");
}

function fails(string $kind, string $text, Closure $action): bool {
  try {
    $action();
  } catch (PyMVError $error) {
    return $error->kind === $kind && $error->getMessage() === $text;
  }
  return false;
}

function use_views(): void {
  $releases = [0, 0];
  $count = function (int $i) use (&$releases): Closure {
    return function () use (&$releases, $i) { $releases[$i]++; };
  };
  $memory = FFI::new('double[6]');
  foreach ([1, 2, 3, 4, 5, 6] as $i => $item) $memory[$i] = $item;
  $matrix = View::of($memory, 'd', [2, 3], false, $count(0));
  $info = $matrix->info();
  check([$info->ndim, $info->shape[0], $info->shape[1]] === [2, 2, 3], 'the shape is 2, 3');
  $reversed = $matrix->slice(1, View::OMITTED, View::OMITTED, -2);
  check($reversed->items('d') == [3, 1, 6, 4], 'a slice goes backwards');
  $turned = $matrix->transpose();
  check($turned->get(2, -1) == 6, 'a transposed view has 3 rows');
  check($turned->items('d') == [1, 4, 2, 5, 3, 6], 'a copy is in C order');
  $turned->set(60, 2, 1);
  check($memory[5] == 60, 'a write reaches the memory');

  $bytes = pack('lelele', 1, 0.5, 2, 1.5, 3, 2.5);
  $rows = FFI::new('char[36]');
  FFI::memcpy($rows, $bytes, 36);
  $records = View::of($rows, 'T{<i:id:<d:value:}', [3], false, $count(1))->readonly();
  [$values, $ids] = [$records->field('value'), $records->field('id')];
  check($values->items('e') == [0.5, 1.5, 2.5] && $ids->items('l') == [1, 2, 3],
    'records have columns');

  check(fails('IndexError', 'index out of bounds on dimension 1', fn() => $matrix->get(2, 0)),
    'an index out of range is an error');
  check(fails('TypeError', 'cannot modify read-only memory', fn() => $values->set(1, 0)),
    'a write to read-only memory is an error');
  foreach ([$records, $values, $ids, $matrix, $reversed] as $view) $view->close();
  check($releases === [0, 1], 'a derived view keeps the memory');
  $turned->close();
  check($releases === [1, 1], 'each owner hears once');
}

View::load(file_get_contents(getenv('PYMV_DEFINITIONS')), getenv('PYMV_LIBRARY'));
View::$library->PyMV_SetDebug(1);
use_views();

// PHP's code runs in one thread. Here a second one makes read-only views and drops all views.
$threads = FFI::cdef('
  int pthread_create(uintptr_t *thread, const void *attributes, void *start, void *argument);
  int pthread_join(uintptr_t thread, void **result);');
View::$run = function (string $name, FFI\CData $object) use ($threads): FFI\CData {
  $start = View::$library->cast('void *', View::$library->$name);
  $thread = $threads->new('uintptr_t[1]');
  $result = View::$library->new('PyObject *');
  $threads->pthread_create($thread, null, $start, View::$library->cast('void *', $object));
  $threads->pthread_join($thread[0], $threads->cast('void **', FFI::addr($result)));
  return $result;
};
use_views();
View::unload();
check(View::$library->PyMV_DebugReport(-1) == 0, 'nothing is alive');
echo "ok: $checks checks\n";
