//! Views of memory for Rust: what an example needs of pymv.h.

use std::ffi::{c_void, CStr, CString};
use std::mem::size_of;
use std::os::raw::c_int;
use std::ptr::null;

pub use ffi::{PyMV_DebugReport, PyMV_SetDebug};

#[path = "ffi.rs"]
mod ffi;

/// An error of the library, or of an argument.
#[derive(Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: String,
    pub text: String,
}

impl Error {
    fn new(kind: &str, text: &str) -> Self {
        Error { kind: kind.into(), text: text.into() }
    }

    /// The error of this thread.
    fn take() -> Self {
        let mut kind = null();
        unsafe {
            let text = CStr::from_ptr(ffi::PyMV_TakeError(&mut kind));
            Error::new(&CStr::from_ptr(kind).to_string_lossy(), &text.to_string_lossy())
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(out, "{}: {}", self.kind, self.text)
    }
}
impl std::error::Error for Error {}
pub type Result<T> = std::result::Result<T, Error>;

/// Types of items, with their format.
///
/// # Safety
/// Any bytes must be a value of the type.
pub unsafe trait Item: Copy + Default {
    const FORMAT: &'static str;
}
unsafe impl Item for f64 {
    const FORMAT: &'static str = "d";
}
unsafe impl Item for i32 {
    const FORMAT: &'static str = "i";
}

/// A limit of a slice that is omitted.
pub const OMITTED: isize = isize::MIN;

/// A view, which drops its reference at its end. Items are copied, never referred to.
pub struct View(*mut c_void);

impl Drop for View {
    fn drop(&mut self) {
        unsafe { ffi::PyMV_DecRef(self.0) }
    }
}

/// The library calls this once, in the thread that drops the last view.
extern "C" fn drop_owner<O>(_: *mut c_void, owner: *mut c_void) {
    drop(unsafe { Box::from_raw(owner as *mut O) })
}

fn text(text: &str) -> Result<CString> {
    CString::new(text).map_err(|_| Error::new("ValueError", "the text contains a NUL"))
}

impl View {
    fn checked(object: *mut c_void) -> Result<View> {
        if object.is_null() {
            Err(Error::take())
        } else {
            Ok(View(object))
        }
    }

    fn succeeded(result: c_int) -> Result<()> {
        if result < 0 {
            Err(Error::take())
        } else {
            Ok(())
        }
    }

    /// View the items of an owner, which is dropped after the last view of them.
    pub fn new<T: Copy + 'static, O: AsMut<[T]> + Send + 'static>(
        owner: O,
        format: &str,
        shape: &[isize],
        readonly: bool,
    ) -> Result<View> {
        let format = text(format)?;
        let mut owner = Box::new(owner);
        let items = (*owner).as_mut();
        if shape.iter().product::<isize>() != items.len() as isize {
            return Err(Error::new("ValueError", "the shape has another number of items"));
        }
        let data = items.as_mut_ptr() as *mut c_void;
        let owner = Box::into_raw(owner);
        let view = View::checked(unsafe {
            ffi::PyMV_FromArray(
                data,
                format.as_ptr(),
                size_of::<T>() as isize,
                shape.len() as c_int,
                shape.as_ptr(),
                null(),
                null(),
                readonly as c_int,
                drop_owner::<O>,
                owner as *mut c_void,
            )
        });
        if view.is_err() {
            drop_owner::<O>(data, owner as *mut c_void);
        }
        view
    }

    pub fn slice(&self, axis: i32, start: isize, stop: isize, step: isize) -> Result<View> {
        View::checked(unsafe { ffi::PyMV_Slice(self.0, axis, start, stop, step) })
    }

    pub fn transpose(&self) -> Result<View> {
        View::checked(unsafe { ffi::PyMV_Transpose(self.0, null()) })
    }

    pub fn field(&self, name: &str) -> Result<View> {
        let name = text(name)?;
        View::checked(unsafe { ffi::PyMV_GetField(self.0, name.as_ptr()) })
    }

    fn info(&self) -> Result<ffi::Info> {
        let mut info = ffi::Info::new();
        View::succeeded(unsafe { ffi::PyMV_GetInfo(self.0, &mut info) })?;
        Ok(info)
    }

    pub fn shape(&self) -> Result<Vec<isize>> {
        let info = self.info()?;
        let axes = 0..info.ndim as usize;
        Ok(axes.map(|axis| unsafe { *info.shape.add(axis) }).collect())
    }

    /// The description of a view of such items.
    fn typed<T: Item>(&self) -> Result<ffi::Info> {
        let info = self.info()?;
        let format = unsafe { CStr::from_ptr(info.format) }.to_string_lossy();
        let native = if cfg!(target_endian = "little") { '<' } else { '>' };
        match format.trim_start_matches(native) == T::FORMAT {
            true => Ok(info),
            false => Err(Error::new("TypeError", &format!("the items have format {}", format))),
        }
    }

    fn item<T: Item>(&self, index: &[isize], writing: bool) -> Result<*mut T> {
        if self.typed::<T>()?.ndim as usize != index.len() {
            return Err(Error::new("TypeError", "one index for each axis is needed"));
        }
        let item = unsafe { ffi::PyMV_ItemPointer(self.0, index.as_ptr(), writing as c_int) };
        if item.is_null() {
            Err(Error::take())
        } else {
            Ok(item as *mut T)
        }
    }

    pub fn get<T: Item>(&self, index: &[isize]) -> Result<T> {
        Ok(unsafe { self.item::<T>(index, false)?.read_unaligned() })
    }

    pub fn set<T: Item>(&self, index: &[isize], value: T) -> Result<()> {
        unsafe { self.item::<T>(index, true)?.write_unaligned(value) };
        Ok(())
    }

    /// The items in C order.
    pub fn items<T: Item>(&self) -> Result<Vec<T>> {
        let bytes = self.typed::<T>()?.nbytes;
        let mut items = vec![T::default(); bytes as usize / size_of::<T>()];
        View::succeeded(unsafe {
            ffi::PyMV_ReadInto(self.0, items.as_mut_ptr() as *mut c_void, bytes, 'C' as c_int)
        })?;
        Ok(items)
    }
}
