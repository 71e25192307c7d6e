(* Views of memory for OCaml: what an example needs of pymv.h, with ctypes. *)
open Ctypes

(* Errors of the library, by kind, with their text. *)
exception Index_error of string
exception Type_error of string
exception Error of string * string

let library = Dl.dlopen ~filename:(Sys.getenv "PYMV_LIBRARY") ~flags:[ Dl.RTLD_NOW ]
let pymv name signature = Foreign.foreign ~from:library ("PyMV_" ^ name) signature
let obj = ptr void
let index = ptr int64_t
let destroyer = Foreign.funptr (ptr void @-> ptr void @-> returning void)

let from_array =
  pymv "FromArray"
    (ptr void @-> string @-> int64_t @-> int @-> index @-> ptr void @-> ptr void @-> int
    @-> destroyer @-> ptr void @-> returning obj)

let py_slice = pymv "Slice" (obj @-> int @-> int64_t @-> int64_t @-> int64_t @-> returning obj)
let py_transpose = pymv "Transpose" (obj @-> ptr void @-> returning obj)
let py_field = pymv "GetField" (obj @-> string @-> returning obj)
let get_info = pymv "GetInfo" (obj @-> index @-> returning int)
let get_double = pymv "GetDouble" (obj @-> index @-> ptr double @-> returning int)
let set_double = pymv "SetDouble" (obj @-> index @-> double @-> returning int)
let read_into = pymv "ReadInto" (obj @-> ptr void @-> int64_t @-> char @-> returning int)
let dec_ref = pymv "DecRef" (obj @-> returning void)
let take_error = pymv "TakeError" (ptr string_opt @-> returning string_opt)
let set_debug = pymv "SetDebug" (int @-> returning int)
let debug_report = pymv "DebugReport" (int @-> returning int64_t)

let fail () =
  let kind = allocate string_opt None in
  let text = Option.value (take_error kind) ~default:"no error is set" in
  match !@kind with
  | Some "IndexError" -> raise (Index_error text)
  | Some "TypeError" -> raise (Type_error text)
  | other -> raise (Error (Option.value other ~default:"", text))

let succeed result = if result < 0 then fail ()

(* A view, which drops its reference when it is closed or collected. *)
type view = { mutable reference : unit ptr }

let close view =
  let reference = view.reference in
  view.reference <- null;
  dec_ref reference

let made reference =
  if is_null reference then fail ();
  let view = { reference } in
  Gc.finalise close view;
  view

let owners : (nativeint, unit -> unit) Hashtbl.t = Hashtbl.create 8

(* The library calls this in the thread that drops the last view. *)
let destroy memory _ =
  let address = raw_address_of_ptr memory in
  let released = Hashtbl.find owners address in
  Hashtbl.remove owners address;
  released ()

let places list = CArray.start (CArray.of_list int64_t (List.map Int64.of_int list))

(* View a Bigarray, which `released` keeps until it is called, once. *)
let of_bigarray items format shape ~readonly released =
  let memory = to_voidp (bigarray_start array1 items) in
  let view =
    made
      (from_array memory format 0L (List.length shape) (places shape) null null
         (Bool.to_int readonly) destroy null)
  in
  let released () = released (Sys.opaque_identity items) in
  Hashtbl.replace owners (raw_address_of_ptr memory) released;
  view

let omitted = Int64.min_int

let slice view axis ?(start = omitted) ?(stop = omitted) step =
  made (py_slice view.reference axis start stop step)

let transpose view = made (py_transpose view.reference null)
let field view name = made (py_field view.reference name)

(* PyMV_Info: struct_size, data, format, shape, strides, suboffsets, itemsize, nbytes, ndim, ... *)
let info view =
  let info = CArray.make int64_t ~initial:0L 10 in
  CArray.set info 0 80L;
  succeed (get_info view.reference (CArray.start info));
  Array.of_list (CArray.to_list info)

let shape view =
  let info = info view in
  let axes = Int64.to_int info.(8) land 0xffffffff in
  let extents = from_voidp int64_t (ptr_of_raw_address (Int64.to_nativeint info.(3))) in
  List.map Int64.to_int (CArray.to_list (CArray.from_ptr extents axes))

let get view index =
  let value = allocate double 0. in
  succeed (get_double view.reference (places index) value);
  !@value

let set view index value = succeed (set_double view.reference (places index) value)

(* The items in C order. *)
let items view ctype =
  let bytes = (info view).(7) in
  let items = CArray.make ctype (Int64.to_int bytes / sizeof ctype) in
  succeed (read_into view.reference (to_voidp (CArray.start items)) bytes 'C');
  CArray.to_list items
