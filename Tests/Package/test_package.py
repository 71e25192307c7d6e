"""The package `pymemoryview`, wherever it is installed."""

import array
import ast
import contextlib
import inspect
import io
import json
import os
import pydoc
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import pymemoryview
from pymemoryview import bench

FOLDER = Path(pymemoryview.__file__).parent
# Prints how the program was started, as it sees it; the last line, whether memoryview is replaced.
PROBE = """
import os, sys
print("name", __name__, sys.modules["__main__"].__dict__ is globals())
print("file", globals().get("__file__"))
print("spec", getattr(globals().get("__spec__"), "name", None), "package", __package__)
print("argv", sys.argv)
print("path", sys.path[0])
print("doc", __doc__)
own = sys.modules.get("pymemoryview")
print("installed", own is not None and own.installed, own is not None and own.strict)
"""


def python(*arguments, input=None, cwd=None, **environment):
    """Run this interpreter; returns exit status and output of both kinds."""
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent), **environment}
    environment = {name: value for name, value in environment.items() if value is not None}
    ended = subprocess.run(
        [sys.executable, *map(str, arguments)], input=input, cwd=cwd, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    return ended.returncode, ended.stdout, ended.stderr


class Inspecting(unittest.TestCase):
    """What is printed is compared with ffi-shim by `make test-inspect`."""

    SAMPLE = Path(__file__).parents[1] / "Data" / "daylight.npy"

    def test_a_file_is_inspected(self):
        status, printed, problem = python("-m", "pymemoryview", "inspect", self.SAMPLE)
        self.assertEqual((status, problem), (0, ""))
        self.assertIn("  shape         (24, 7)", printed)
        self.assertIn("owner called 1 time, file unmapped", printed)

    def test_a_notebook_shows_views(self):
        html = pymemoryview.show(memoryview(b"abc"))._repr_html_()
        self.assertIn("<svg", html)
        self.assertIn("unsigned integer", html)
        self.assertFalse(pymemoryview.installed)


class Installing(unittest.TestCase):
    def tearDown(self):
        pymemoryview.uninstall()

    def test_importing_changes_nothing(self):
        status, printed, _ = python(
            "-c",
            "before = {name: repr(value) for name, value in vars(memoryview).items()}\n"
            "import pymemoryview\n"
            "after = {name: repr(value) for name, value in vars(memoryview).items()}\n"
            "print(before == after, pymemoryview.installed, pymemoryview.strict)",
        )
        self.assertEqual((status, printed), (0, "True False False\n"))

    def test_it_is_installed_and_taken_away(self):
        type_before = memoryview
        pymemoryview.install()
        self.assertTrue(pymemoryview.installed)
        self.assertFalse(pymemoryview.strict)
        self.assertIs(memoryview, type_before)
        self.assertIs(type(memoryview(b"")), memoryview)
        pymemoryview.uninstall()
        self.assertFalse(pymemoryview.installed)
        pymemoryview.uninstall()

    def test_views_live_on_from_one_to_the_other(self):
        early = memoryview(bytearray(b"early"))
        pymemoryview.install()
        late = early[1:]
        self.assertEqual(early.tolist(), list(b"early"))
        pymemoryview.uninstall()
        self.assertEqual(late.tobytes(), b"arly")
        late.release()
        early.release()

    def test_what_later_versions_added_is_there(self):
        pymemoryview.install()
        self.assertEqual(memoryview(b"abca").count(97), 2)
        self.assertEqual(memoryview(b"abca").index(97, 1), 3)

    def test_strict_keeps_to_the_version(self):
        had_count = hasattr(memoryview, "count")
        pymemoryview.install(strict=True)
        self.assertTrue(pymemoryview.strict)
        self.assertEqual(hasattr(memoryview, "count"), had_count)

    def test_a_with_statement_puts_back_what_was_before(self):
        with pymemoryview.install():
            self.assertTrue(pymemoryview.installed)
            with pymemoryview.install(strict=True) as installation:
                self.assertTrue(pymemoryview.strict)
                self.assertIn("installed, strict", repr(installation))
            self.assertTrue(pymemoryview.installed)
            self.assertFalse(pymemoryview.strict)
        self.assertFalse(pymemoryview.installed)

    def test_the_environment_can_ask_for_strictness(self):
        program = "import pymemoryview as p; p.install(); print(p.strict)"
        self.assertEqual(python("-c", program, PYMEMORYVIEW_STRICT="1")[1], "True\n")
        self.assertEqual(python("-c", program, PYMEMORYVIEW_STRICT=None)[1], "False\n")

    def test_threads_can_be_set(self):
        self.assertEqual(pymemoryview.threads, 1)
        pymemoryview.set_threads(3)
        self.assertEqual(pymemoryview.threads, 3)
        pymemoryview.set_threads(1)
        with self.assertRaisesRegex(ValueError, "^n must be a number of threads from 0 to 64$"):
            pymemoryview.set_threads(-1)

    def test_the_environment_can_ask_for_threads(self):
        program = "import os, pymemoryview as p; print(p.threads)"
        for text in "4", "064":
            self.assertEqual(python("-c", program, PYMEMORYVIEW_THREADS=text)[1], f"{int(text)}\n")
        for text in None, "", "-1", "65", "4 ", "four", "9" * 30:
            self.assertEqual(python("-c", program, PYMEMORYVIEW_THREADS=text)[1], "1\n")
        counted = python("-c", program, PYMEMORYVIEW_THREADS="0")[1]
        self.assertEqual(int(counted), min(len(os.sched_getaffinity(0)), 64))

    def test_the_environment_can_ask_for_a_report(self):
        program = (
            "import pymemoryview\npymemoryview.install()\n"
            "kept = memoryview(b'memory')\ncycle = [memoryview(b'abc')]\ncycle.append(cycle)\n"
        )
        leak = "import ctypes\nctypes.pythonapi.Py_IncRef(ctypes.py_object(kept))\n"
        status, _, printed = python("-c", program, PYMEMORYVIEW_DEBUG="1")
        self.assertEqual((status, printed), (0, ""))
        status, _, printed = python("-c", program + leak, PYMEMORYVIEW_DEBUG="1")
        lines = re.sub("0x[0-9a-f]+", "0x", printed).splitlines()
        self.assertEqual(lines, [
            "PyMemoryView: 1 memoryview alive, 0 buffers not released",
            "  bytes at 0x",
            "    memoryview at 0x: 6 bytes, format B, shape (6,), read-only",
            "      made by <string>:3",
        ])
        status, _, printed = python(
            "-c", program + "pymemoryview.uninstall()", PYMEMORYVIEW_DEBUG="1"
        )
        self.assertIn("2 memoryviews alive", printed)
        self.assertIn("made by <string>:4", printed)

    def test_the_library_is_the_packages(self):
        self.assertTrue(pymemoryview._native.__file__.startswith(str(FOLDER)))
        self.assertEqual(pymemoryview._native.__name__, "pymemoryview._native")


class Describing(unittest.TestCase):
    def test_help_tells_of_every_name(self):
        text = pydoc.plain(pydoc.render_doc(pymemoryview))
        for name in pymemoryview.__all__:
            self.assertIn(name, text)
        self.assertEqual(str(inspect.signature(pymemoryview.install)), "(strict=False)")

    def test_the_stub_declares_the_names(self):
        stub = ast.parse((FOLDER / "__init__.pyi").read_text())
        names = {node.name for node in stub.body if isinstance(node, ast.FunctionDef)}
        names |= {node.target.id for node in stub.body if isinstance(node, ast.AnnAssign)}
        self.assertEqual(names, set(pymemoryview.__all__))
        self.assertTrue((FOLDER / "py.typed").exists())

    def test_dir_lists_the_names(self):
        self.assertLessEqual(set(pymemoryview.__all__), set(dir(pymemoryview)))
        with self.assertRaisesRegex(AttributeError, "has no attribute 'nothing'"):
            pymemoryview.nothing

    def test_the_version_is_text(self):
        self.assertRegex(pymemoryview.version, r"^\d+\.\d+\.\d+$")


class Refusing(unittest.TestCase):
    def refusal(self, change):
        """The ImportError after a change of sys, and whether memoryview stayed the same."""
        status, printed, _ = python(
            "-c",
            "import sys\nbefore = dict(vars(memoryview))\n%s\n"
            "try:\n  import pymemoryview\nexcept ImportError as error:\n  print(error)\n"
            "assert before == dict(vars(memoryview))\n"
            "assert 'pymemoryview' not in sys.modules" % change,
        )
        self.assertEqual(status, 0)
        return printed

    def test_other_interpreters(self):
        self.assertIn("not in pypy", self.refusal("sys.implementation.name = 'pypy'"))

    def test_old_versions(self):
        self.assertIn("not 3.8", self.refusal("sys.version_info = (3, 8, 18, 'final', 0)"))

    def test_the_library_for_another_layout_of_objects(self):
        flags = "" if "t" in getattr(sys, "abiflags", "") else "t"
        other = "with" if flags == "" else "without"
        self.assertIn(other + " the GIL, not 3.", self.refusal("sys.abiflags = %r" % flags))

    def test_other_systems(self):
        self.assertIn("not on darwin", self.refusal("sys.platform = 'darwin'"))
        self.assertIn("64-bit", self.refusal("sys.maxsize = 2**31 - 1"))

    def test_a_package_without_its_library(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(
                FOLDER, Path(folder, "pymemoryview"), ignore=shutil.ignore_patterns("*.so.0")
            )
            status, _, printed = python("-c", "import pymemoryview", PYTHONPATH=folder)
        self.assertEqual(status, 1)
        self.assertRegex(printed, r"ImportError: pymemoryview: .*libPyMemoryView.so.0 is missing")


class Running(unittest.TestCase):
    """`python3 -m pymemoryview …` does what `python3 …` does."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "below").mkdir()
        for name in ("probe.py", "__main__.py", "below/script.py"):
            (self.folder / name).write_text('"""What it is."""\n' + PROBE)

    def both(self, *arguments, input=None, **environment):
        """What a program prints when run by the interpreter and by the package."""
        plain = python(*arguments, input=input, cwd=self.folder, **environment)
        ours = python("-m", "pymemoryview", *arguments, input=input, cwd=self.folder, **environment)
        self.assertEqual(plain[0], ours[0], ours[2])
        return plain, ours

    def assert_same(self, *arguments, **options):
        plain, ours = self.both(*arguments, **options)
        self.assertEqual(plain[1].splitlines()[:-1], ours[1].splitlines()[:-1])
        self.assertEqual(plain[1].splitlines()[-1], "installed False False")
        self.assertEqual(ours[1].splitlines()[-1], "installed True False")

    def test_scripts(self):
        self.assert_same("probe.py", "one", "-m", "--two")
        self.assert_same("below/script.py")

    def test_scripts_behind_links(self):
        (self.folder / "link.py").symlink_to("below/script.py")
        self.assert_same("link.py")

    def test_modules(self):
        self.assert_same("-m", "probe", "one", "-c", "--two")

    def test_packages(self):
        (self.folder / "package").mkdir()
        (self.folder / "package" / "__init__.py").touch()
        (self.folder / "package" / "__main__.py").write_text(PROBE)
        self.assert_same("-m", "package", "one")

    def test_code(self):
        self.assert_same("-c", PROBE, "one", "-m")

    def test_standard_input(self):
        self.assert_same("-", "one", input=PROBE)

    def test_folders_and_zip_files(self):
        self.assert_same(self.folder, "one")
        with zipfile.ZipFile(self.folder / "program.zip", "w") as archive:
            archive.write(self.folder / "probe.py", "__main__.py")
        self.assert_same(self.folder / "program.zip", "one")

    @unittest.skipIf(sys.version_info < (3, 11), "there is no -P yet")
    def test_safe_paths(self):
        plain = python("-P", "probe.py", cwd=self.folder)
        ours = python("-P", "-m", "pymemoryview", "probe.py", cwd=self.folder)
        self.assertEqual(plain[1].splitlines()[:-1], ours[1].splitlines()[:-1])

    def test_exit_statuses(self):
        self.assertEqual(self.both("-c", "import sys; sys.exit(3)")[1][0], 3)
        self.assertEqual(self.both("-c", "raise SystemExit('why')")[1][2], "why\n")

    def test_exceptions(self):
        plain, ours = self.both("-c", "import nothing_of_the_kind")
        self.assertEqual(plain[2].splitlines()[-1], ours[2].splitlines()[-1])

    def test_strictness(self):
        status, printed, _ = python("-m", "pymemoryview", "--strict", "-c", PROBE)
        self.assertEqual((status, printed.splitlines()[-1]), (0, "installed True True"))

    def test_worker_processes(self):
        (self.folder / "workers.py").write_text(
            "import multiprocessing\n"
            "def total(values): return sum(memoryview(values))\n"
            "if __name__ == '__main__':\n"
            "  for method in multiprocessing.get_all_start_methods():\n"
            "    with multiprocessing.get_context(method).Pool(1) as pool:\n"
            "      print(method, pool.map(total, [b'abc', b'd']))\n"
        )
        plain, ours = self.both("workers.py")
        self.assertEqual(plain[1], ours[1])

    def test_wrong_usage(self):
        for arguments in ([], ["-m"], ["-c"], ["--nothing"], ["--strict"], ["--bench", "x"]):
            with self.subTest(arguments):
                status, printed, errors = python("-m", "pymemoryview", *arguments)
                self.assertEqual((status, printed), (2, ""))
                self.assertTrue(errors)

    def test_help_and_version(self):
        self.assertIn("usage:", python("-m", "pymemoryview", "--help")[1])
        version = python("-m", "pymemoryview", "--version")[1]
        self.assertEqual(version, f"pymemoryview {pymemoryview.version}\n")


class Comparing(unittest.TestCase):
    def tearDown(self):
        pymemoryview.uninstall()

    def test_both_are_timed(self):
        names = {"view": memoryview(array.array("i", range(100)))}
        for strict in False, True:
            stock, installed = bench.measure("view.tolist()", names, strict)
            self.assertEqual(len(stock), len(installed))
            self.assertTrue(all(0 < time < 1 for time in stock + installed))
            self.assertIs(pymemoryview.strict, strict)

    def test_what_only_one_has_is_new(self):
        names = {"view": memoryview(b"abc"), "package": pymemoryview}
        stock, installed = bench.measure("package.installed or view.nothing", names)
        self.assertEqual(stock, [])
        self.assertIsNone(bench.best(stock))
        self.assertEqual(bench.comparison(stock, installed), "new")

    def test_every_statement_works(self):
        names = {}
        exec(bench.SETUP, names)
        pymemoryview.install()
        for title, statement in bench.STATEMENTS:
            if statement:
                with self.subTest(title):
                    exec(statement, names)

    def test_times_are_kept(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(
            bench, "STATEMENTS", [("length", "len(left)")]
        ):
            kept = Path(folder) / "times.json"
            with contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(bench.main(["--json", str(kept)]), 0)
            (row,) = json.loads(kept.read_text())
        self.assertEqual(row["title"], "length")
        self.assertTrue(0 < row["stock"] < 1 and 0 < row["installed"] < 1)

    def test_noise_is_marked(self):
        steady, faster = [2.0] * 8, [1.0] * 8
        self.assertEqual(bench.comparison(steady, faster), "2.00 x +-  0 %  ")
        self.assertEqual(bench.comparison(faster, steady), "0.50 x +-  0 %  ")
        noisy = [2.0, 2.2, 2.4, 2.6] * 2
        self.assertEqual(bench.comparison(noisy, steady), "1.00 x +- 28 % =")
        self.assertEqual(bench.comparison(steady, steady), "1.00 x +-  0 % =")
        self.assertEqual(bench.comparison(steady, []), "-")

    def test_times_are_readable(self):
        self.assertEqual(bench.readable(1.25e-8), "12.5 ns")
        self.assertEqual(bench.readable(0.02), "20 ms")
        self.assertEqual(bench.readable(None), "-")


if __name__ == "__main__":
    unittest.main()
