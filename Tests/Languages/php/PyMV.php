<?php
// Views of memory for PHP: what an example needs of pymv.h.

/** An error of the library. */
class PyMVError extends RuntimeException {
  public function __construct(public readonly string $kind, string $text) {
    parent::__construct($text);
  }
}

/** A view, which drops its reference when it is closed, or with its last variable. */
class View {
  const OMITTED = PHP_INT_MIN;
  public static FFI $library;
  /** Runs a function of the library with one argument, by default in this thread. */
  public static Closure $run;
  private static FFI\CData $queue;
  private static array $owners = [];

  private function __construct(private ?FFI\CData $object) {
    if ($object === null) self::fail();
  }

  public static function load(string $definitions, string $library): void {
    self::$library = FFI::cdef($definitions, $library);
    self::$queue = self::$library->PyMV_QueueNew();
    self::$run = fn(string $name, FFI\CData $object) => self::$library->$name($object);
  }

  public static function unload(): void { self::$library->PyMV_QueueFree(self::$queue); }

  private static function fail(): never {
    $kind = self::$library->new('char *[1]');
    $where = self::$library->cast('const char **', FFI::addr($kind));
    $text = self::$library->PyMV_TakeError($where);
    throw new PyMVError(FFI::string($kind[0]), $text);
  }

  private static function succeed(int $result): void {
    if ($result < 0) self::fail();
  }

  private static function integers(array $values): FFI\CData {
    $array = self::$library->new('ptrdiff_t[' . max(1, count($values)) . ']');
    foreach ($values as $i => $value) $array[$i] = $value;
    return $array;
  }

  /** View memory; $released is called once, after the last view of it. PHP has one thread, but the
   * last view may go away in any: so owners wait in a queue. */
  public static function of(FFI\CData $memory, string $format, array $shape, bool $readonly,
                            Closure $released): View {
    $key = count(self::$owners) + 1;
    $number = self::$library->cast('void *', $key);
    $entry = self::$library->PyMV_QueueEntry(self::$queue, $number);
    $view = new View(self::$library->PyMV_FromArray(
      FFI::addr($memory), $format, 0, count($shape), self::integers($shape), null, null,
      (int)$readonly, self::$library->PyMV_QueueDestroy, $entry));
    self::$owners[$key] = [$memory, $released];
    return $view;
  }

  /** Tell the owners of memory without views. */
  public static function poll(): void {
    $key = self::$library->new('intptr_t');
    $where = self::$library->cast('void **', FFI::addr($key));
    while (self::$library->PyMV_QueueTake(self::$queue, $where)) {
      self::$owners[$key->cdata][1]();
      self::$owners[$key->cdata] = null;
    }
  }

  public function close(): void {
    if ($this->object !== null) (self::$run)('PyMV_DecRef', $this->object);
    $this->object = null;
    self::poll();
  }

  public function __destruct() { $this->close(); }

  public function slice(int $axis, int ...$limits): View {
    return new View(self::$library->PyMV_Slice($this->object, $axis, ...$limits));
  }
  public function transpose(): View {
    return new View(self::$library->PyMV_Transpose($this->object, null));
  }
  public function field(string $name): View {
    return new View(self::$library->PyMV_GetField($this->object, $name));
  }
  public function readonly(): View {
    return new View((self::$run)('PyMV_AsReadOnly', $this->object));
  }

  public function get(int ...$index): float {
    $value = self::$library->new('double');
    self::succeed(self::$library->PyMV_GetDouble($this->object, self::integers($index), FFI::addr($value)));
    return $value->cdata;
  }
  public function set(float $value, int ...$index): void {
    self::succeed(self::$library->PyMV_SetDouble($this->object, self::integers($index), $value));
  }

  public function info(): FFI\CData {
    $info = self::$library->new('PyMV_Info');
    $info->struct_size = FFI::sizeof($info);
    self::succeed(self::$library->PyMV_GetInfo($this->object, FFI::addr($info)));
    return $info;
  }

  /** The items in C order; $type is that of unpack. */
  public function items(string $type): array {
    $size = $this->info()->nbytes;
    $bytes = self::$library->new("char[$size]");
    self::succeed(self::$library->PyMV_ReadInto($this->object, $bytes, $size, ord('C')));
    return array_values(unpack("$type*", FFI::string($bytes, $size)));
  }
}
