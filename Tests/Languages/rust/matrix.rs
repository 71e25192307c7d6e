//! Memory of this program as a matrix and as records.

use pymv::{Error, View, OMITTED};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;

mod pymv;

#[repr(C, packed)]
#[derive(Clone, Copy)]
struct Record {
    id: i32,
    value: f64,
}

/// An owner of memory, which counts how often it is dropped.
struct Owner<T>(Vec<T>, Arc<AtomicUsize>);

impl<T> AsMut<[T]> for Owner<T> {
    fn as_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T> Drop for Owner<T> {
    fn drop(&mut self) {
        self.1.fetch_add(1, SeqCst);
    }
}

fn check(holds: bool, claim: &str, checks: &mut usize) {
    *checks += 1;
    assert!(holds, "FAILED: {}", claim);
}

fn error<T>(kind: &str, text: &str) -> pymv::Result<T> {
    Err(Error { kind: kind.into(), text: text.into() })
}

fn use_views() -> pymv::Result<usize> {
    let mut checks = 0;
    let mut check = |holds, claim| check(holds, claim, &mut checks);
    let releases = [Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0))];
    let heard = || [releases[0].load(SeqCst), releases[1].load(SeqCst)];

    let mut items = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let memory: *mut f64 = items.as_mut_ptr();
    let matrix = View::new(Owner(items, releases[0].clone()), "d", &[2, 3], false)?;
    check(matrix.shape()? == [2, 3], "the shape is 2, 3");
    let reversed = matrix.slice(1, OMITTED, OMITTED, -2)?;
    check(reversed.items::<f64>()? == [3.0, 1.0, 6.0, 4.0], "a slice goes backwards");
    let turned = matrix.transpose()?;
    check(turned.get::<f64>(&[2, -1])? == 6.0, "a transposed view has 3 rows");
    check(turned.items::<f64>()? == [1.0, 4.0, 2.0, 5.0, 3.0, 6.0], "a copy is in C order");
    turned.set(&[2, 1], 60.0)?;
    check(unsafe { *memory.add(5) } == 60.0, "a write reaches the memory");

    let rows = [(1, 0.5), (2, 1.5), (3, 2.5)].map(|(id, value)| Record { id, value });
    let owner = Owner(rows.to_vec(), releases[1].clone());
    let records = View::new(owner, "T{<i:id:<d:value:}", &[3], true)?;
    let (values, ids) = (records.field("value")?, records.field("id")?);
    check(
        values.items::<f64>()? == [0.5, 1.5, 2.5] && ids.items::<i32>()? == [1, 2, 3],
        "records have columns",
    );

    check(
        matrix.get::<f64>(&[2, 0]) == error("IndexError", "index out of bounds on dimension 1"),
        "an index out of range is an error",
    );
    check(
        values.set(&[0], 1.0) == error("TypeError", "cannot modify read-only memory"),
        "a write to read-only memory is an error",
    );
    drop((records, values, ids, matrix, reversed));
    check(heard() == [0, 1], "a derived view keeps the memory");
    drop(turned);
    check(heard() == [1, 1], "each owner hears once");
    Ok(checks)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    unsafe { pymv::PyMV_SetDebug(1) };
    let mut checks = use_views()?;
    checks += std::thread::spawn(use_views).join().expect("the thread ends")?;
    check(unsafe { pymv::PyMV_DebugReport(-1) } == 0, "nothing is alive", &mut checks);
    println!("ok: {} checks", checks);
    Ok(())
}
