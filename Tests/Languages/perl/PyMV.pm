# Views of memory for Perl: what an example needs of pymv.h, with FFI::Platypus.
package PyMV;

use v5.36;
use FFI::Platypus 2.00;
use FFI::Platypus::Memory qw(malloc memcpy free);
use FFI::Platypus::Buffer qw(scalar_to_pointer buffer_to_scalar);
use constant OMITTED => -2**63;

# Errors are objects with a kind and a text.
package PyMV::Error {
  sub kind ($self) { $self->{kind} }
  sub text ($self) { $self->{text} }
}

my $ffi = FFI::Platypus->new(api => 2, lib => $ENV{PYMV_LIBRARY});
$ffi->mangler(sub ($name) { "PyMV_$name" });
$ffi->attach(FromArray => [qw(opaque string ssize_t int ssize_t[] opaque opaque int opaque opaque)]
    => 'opaque');
$ffi->attach(Slice => [qw(opaque int sint64 sint64 sint64)] => 'opaque');
$ffi->attach(Transpose => [qw(opaque opaque)] => 'opaque');
$ffi->attach(GetField => [qw(opaque string)] => 'opaque');
$ffi->attach(GetInfo => [qw(opaque opaque)] => 'int');
$ffi->attach(GetDouble => [qw(opaque ssize_t[] double*)] => 'int');
$ffi->attach(SetDouble => [qw(opaque ssize_t[] double)] => 'int');
$ffi->attach(ReadInto => [qw(opaque opaque ssize_t int)] => 'int');
$ffi->attach(DecRef => ['opaque'] => 'void');
$ffi->attach(TakeError => ['string*'] => 'string');
$ffi->attach(QueueNew => [] => 'opaque');
$ffi->attach(QueueEntry => ['opaque', 'opaque'] => 'opaque');
$ffi->attach(QueueTake => ['opaque', 'opaque*'] => 'int');
$ffi->attach(QueueFree => ['opaque'] => 'void');
$ffi->attach(SetDebug => ['int'] => 'int');
$ffi->attach(DebugReport => ['int'] => 'ssize_t');

sub fail () {
  my $text = TakeError(\my $kind);
  die bless {kind => $kind, text => $text}, 'PyMV::Error';
}

# A view drops its reference when the last variable that has it goes away.
sub wrap ($object) { defined $object ? bless \$object, 'PyMV' : fail }
sub succeed ($result) { $result == 0 or fail }
sub DESTROY ($self) { DecRef($$self); hear() }

# A closure belongs to the thread that made it, but the last view may go away in any. So owners wait
# in a queue for the thread that made the views: it hears of them whenever it drops a view.
my ($queue, %owners);
sub CLONE_SKIP { 1 }
sub CLONE { ($queue, %owners) = () }
sub hear () {
  while ($queue && QueueTake($$queue, \my $memory)) {
    (delete $owners{$memory})->();
    free($memory);
  }
}
package PyMV::Queue {
  sub CLONE_SKIP { 1 }
  sub DESTROY ($self) { PyMV::QueueFree($$self) }
}

# View a copy of bytes; $released is called once, after the last view of it.
sub new ($class, $bytes, $format, $shape, $readonly, $released) {
  my $memory = malloc(length $bytes);
  memcpy($memory, scalar_to_pointer($bytes), length $bytes);
  $queue //= bless \(my $new = QueueNew()), 'PyMV::Queue';
  my $view = wrap(FromArray($memory, $format, 0, scalar @$shape, $shape, undef, undef, $readonly,
      $ffi->find_symbol('QueueDestroy'), QueueEntry($$queue, $memory)));
  $owners{$memory} = $released;
  return $view;
}
sub slice ($self, @limits) { wrap(Slice($$self, @limits)) }
sub transpose ($self) { wrap(Transpose($$self, undef)) }
sub field ($self, $name) { wrap(GetField($$self, $name)) }
sub get ($self, @index) { succeed(GetDouble($$self, \@index, \my $value)); $value }
sub set ($self, $value, @index) { succeed(SetDouble($$self, \@index, $value)) }

# Of PyMV_Info: the address of the array, its shape and its number of bytes.
sub info ($self) {
  my $info = pack 'Q10', 80;
  succeed(GetInfo($$self, scalar_to_pointer($info)));
  my (undef, $data, undef, $shape, undef, undef, undef, $bytes, $ndim) = unpack 'Q8 i', $info;
  return ($data, [unpack 'q*', buffer_to_scalar($shape, 8 * $ndim)], $bytes);
}

# The items in C order; $type is that of unpack.
sub items ($self, $type) {
  my (undef, undef, $length) = $self->info;
  my $bytes = "\0" x $length;
  succeed(ReadInto($$self, scalar_to_pointer($bytes), $length, ord 'C'));
  return unpack "$type*", $bytes;
}

1;
