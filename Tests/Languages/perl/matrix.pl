# Memory of this program as a matrix and as records.
use v5.36;
use threads;
use FindBin;
use lib $FindBin::Bin;
use FFI::Platypus::Buffer qw(buffer_to_scalar);
use PyMV;

my $checks = 0;

sub check ($holds, $claim) {
  $checks++;
  die "FAILED: $claim\n" unless $holds;
}

sub fails ($kind, $text, $action) {
  return 0 if eval { $action->(); 1 };
  return ref $@ && $@->kind eq $kind && $@->text eq $text;
}

sub use_views () {
  my @releases = (0, 0);
  my $matrix = PyMV->new(pack('d*', 1 .. 6), 'd', [2, 3], 0, sub { $releases[0]++ });
  my ($data, $shape) = $matrix->info;
  check("@$shape" eq '2 3', 'the shape is 2, 3');
  my $reversed = $matrix->slice(1, PyMV::OMITTED, PyMV::OMITTED, -2);
  check("@{[$reversed->items('d')]}" eq '3 1 6 4', 'a slice goes backwards');
  my $turned = $matrix->transpose;
  check($turned->get(2, -1) == 6, 'a transposed view has 3 rows');
  check("@{[$turned->items('d')]}" eq '1 4 2 5 3 6', 'a copy is in C order');
  $turned->set(60, 2, 1);
  check((unpack 'd*', buffer_to_scalar($data, 48))[5] == 60, 'a write reaches the memory');

  my $rows = pack('(l<d<)*', 1, 0.5, 2, 1.5, 3, 2.5);
  my $records = PyMV->new($rows, 'T{<i:id:<d:value:}', [3], 1, sub { $releases[1]++ });
  my ($values, $ids) = ($records->field('value'), $records->field('id'));
  check("@{[$values->items('d<')]} @{[$ids->items('l<')]}" eq '0.5 1.5 2.5 1 2 3',
    'records have columns');

  check(fails('IndexError', 'index out of bounds on dimension 1', sub { $matrix->get(2, 0) }),
    'an index out of range is an error');
  check(fails('TypeError', 'cannot modify read-only memory', sub { $values->set(1, 0) }),
    'a write to read-only memory is an error');
  undef $_ for $records, $values, $ids, $matrix, $reversed;
  check("@releases" eq '0 1', 'a derived view keeps the memory');
  undef $turned;
  check("@releases" eq '1 1', 'each owner hears once');
}

PyMV::SetDebug(1);
use_views();
$checks += threads->create(sub { $checks = 0; use_views(); $checks })->join // 0;
check(PyMV::DebugReport(-1) == 0, 'nothing is alive');
say "ok: $checks checks";
