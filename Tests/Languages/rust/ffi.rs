//! The declarations of pymv.h that pymv.rs uses.

use std::ffi::c_void;
use std::os::raw::{c_char, c_int};

pub type Destroy = extern "C" fn(*mut c_void, *mut c_void);

#[repr(C)]
pub struct Info {
    struct_size: usize,
    data: *mut c_void,
    pub format: *const c_char,
    pub shape: *const isize,
    strides: *const isize,
    suboffsets: *const isize,
    itemsize: isize,
    pub nbytes: isize,
    pub ndim: c_int,
    flags: [c_int; 3],
}

impl Info {
    pub fn new() -> Self {
        let mut info: Info = unsafe { std::mem::zeroed() };
        info.struct_size = std::mem::size_of::<Info>();
        info
    }
}

#[rustfmt::skip]
#[link(name = "pymv")]
extern "C" {
    pub fn PyMV_FromArray(data: *mut c_void, format: *const c_char, itemsize: isize, ndim: c_int,
                          shape: *const isize, strides: *const isize, suboffsets: *const isize,
                          readonly: c_int, destroy: Destroy, ctx: *mut c_void) -> *mut c_void;
    pub fn PyMV_Slice(view: *mut c_void, axis: c_int, start: isize, stop: isize, step: isize)
                      -> *mut c_void;
    pub fn PyMV_Transpose(view: *mut c_void, axes: *const c_int) -> *mut c_void;
    pub fn PyMV_GetField(view: *mut c_void, name: *const c_char) -> *mut c_void;
    pub fn PyMV_GetInfo(view: *mut c_void, info: *mut Info) -> c_int;
    pub fn PyMV_ItemPointer(view: *mut c_void, index: *const isize, writing: c_int) -> *mut c_void;
    pub fn PyMV_ReadInto(view: *mut c_void, buf: *mut c_void, len: isize, order: c_int) -> c_int;
    pub fn PyMV_TakeError(kind: *mut *const c_char) -> *const c_char;
    pub fn PyMV_DecRef(object: *mut c_void);
    pub fn PyMV_SetDebug(on: c_int) -> c_int;
    pub fn PyMV_DebugReport(file: c_int) -> isize;
}
