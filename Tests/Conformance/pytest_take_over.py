"""pytest plugin: take over memoryview before any test is collected. PYMV_MODE and PYMV_LIBDIR name
mode and library."""

import os

from take_over import loaded_libraries, take_over

take_over(os.environ["PYMV_MODE"], os.environ["PYMV_LIBDIR"])
print(f"{os.environ['PYMV_MODE']}: loaded {loaded_libraries() or 'nothing'}", flush=True)
