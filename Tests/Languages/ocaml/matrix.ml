(* Memory of this program as a matrix and as records. *)
open Bigarray

let checks = ref 0

let check holds claim =
  incr checks;
  if not holds then (
    Printf.printf "FAILED: %s\n" claim;
    exit 1)

let raises error action = match action () with _ -> false | exception found -> found = error

let records_of list =
  let bytes = Bytes.create (12 * List.length list) in
  let write i (id, value) =
    Bytes.set_int32_le bytes (12 * i) id;
    Bytes.set_int64_le bytes ((12 * i) + 4) (Int64.bits_of_float value)
  in
  List.iteri write list;
  Array1.init char c_layout (Bytes.length bytes) (Bytes.get bytes)

let use_views () =
  let releases = [| 0; 0 |] in
  let count i _ = releases.(i) <- releases.(i) + 1 in
  let memory = Array1.of_array float64 c_layout [| 1.; 2.; 3.; 4.; 5.; 6. |] in
  let matrix = Pymv.of_bigarray memory "d" [ 2; 3 ] ~readonly:false (count 0) in
  check (Pymv.shape matrix = [ 2; 3 ]) "the shape is 2, 3";
  let reversed = Pymv.slice matrix 1 (-2L) in
  check (Pymv.items reversed Ctypes.double = [ 3.; 1.; 6.; 4. ]) "a slice goes backwards";
  let turned = Pymv.transpose matrix in
  check (Pymv.get turned [ 2; -1 ] = 6.) "a transposed view has 3 rows";
  check (Pymv.items turned Ctypes.double = [ 1.; 4.; 2.; 5.; 3.; 6. ]) "a copy is in C order";
  Pymv.set turned [ 2; 1 ] 60.;
  check (memory.{5} = 60.) "a write reaches the memory";

  let rows = records_of [ (1l, 0.5); (2l, 1.5); (3l, 2.5) ] in
  let records = Pymv.of_bigarray rows "T{<i:id:<d:value:}" [ 3 ] ~readonly:true (count 1) in
  let values = Pymv.field records "value" and ids = Pymv.field records "id" in
  check
    (Pymv.items values Ctypes.double = [ 0.5; 1.5; 2.5 ]
    && Pymv.items ids Ctypes.int32_t = [ 1l; 2l; 3l ])
    "records have columns";

  check
    (raises (Pymv.Index_error "index out of bounds on dimension 1") (fun () ->
         ignore (Pymv.get matrix [ 2; 0 ])))
    "an index out of range is an error";
  check
    (raises (Pymv.Type_error "cannot modify read-only memory") (fun () ->
         Pymv.set values [ 0 ] 1.))
    "a write to read-only memory is an error";
  List.iter Pymv.close [ records; values; ids; matrix; reversed ];
  check (releases = [| 0; 1 |]) "a derived view keeps the memory";
  Pymv.close turned;
  check (releases = [| 1; 1 |]) "each owner hears once"

let () =
  ignore (Pymv.set_debug 1);
  use_views ();
  Thread.join (Thread.create use_views ());
  check (Pymv.debug_report (-1) = 0L) "nothing is alive";
  Printf.printf "ok: %d checks\n" !checks
