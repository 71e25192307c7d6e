"""The examples: what each needs, how it is built and how it is run."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
CHECKS = "ok: 21 checks"
JNA = "/usr/share/java/jna.jar"
LIBCXX = Path("/usr/lib/llvm-19")


# Packages of PyPI are installed here.
VENV = Path(__file__).resolve().parents[2] / "build" / "tests" / "languages" / "venv"
ZIG = next(VENV.glob("lib/python3*/site-packages/ziglang/zig"), Path("zig"))


def newer_jdk():
    """The folder of a JDK with foreign functions, from Java 22 on; one without a name, if there is
    none."""
    folders = [*VENV.parent.glob("jdk/root/usr/lib/jvm/*"), *Path("/usr/lib/jvm").glob("*")]
    for folder in [Path(os.environ.get("JAVA_HOME", "/nowhere")), *folders]:
        release = folder / "release"
        version = re.search(r'JAVA_VERSION="(\d+)', release.read_text() if release.exists() else "")
        if version and int(version[1]) >= 22 and (folder / "bin" / "javac").exists():
            return folder
    return Path("JDK")


JDK = newer_jdk()


def nothing(here, out, place):
    return []


@dataclass
class Language:
    """An example. `needs` are commands and files, or functions that tell whether something is
    there, with the name of their package; `build` returns commands, and `run` one, for the
    folders of the example and of its products."""

    name: str
    folder: str
    needs: dict
    run: Callable
    build: Callable = nothing
    prints: str = CHECKS
    faults: bool = True
    # Whether the program frees all its memory, which many runtimes leave to the system.
    frees: bool = False

    def missing(self):
        """The packages that are not installed, as a text."""
        return ", ".join(
            package for thing, package in self.needs.items()
            if not (shutil.which(thing) or Path(thing).exists())
        )


def linked(place):
    """Options that link to the library."""
    return [f"-I{place.include}", f"-L{place.libraries}", "-lpymv"]


def program(here, out, place):
    return [out / "matrix"]


def cplusplus(here, out, place, name):
    """Compile a program."""
    return [
        "g++", "-std=c++20", "-O1", *WARNINGS, here / f"{name}.cpp", "-o", out / name,
        *linked(place),
    ]


def swift(action, here, out, place):
    """A command of SwiftPM."""
    return [
        "swift", action, "--package-path", here, "--scratch-path", out / "build", "-Xlinker",
        f"-L{place.libraries}",
    ]


def count_swift_tests(here, out, place):
    """Run Swift Testing, and what the compiler must refuse."""
    test = " ".join(str(part) for part in swift("test", here, out, place))
    return [
        "sh", "-c", f"{test} --disable-xctest >tests.log 2>&1 || {{ cat tests.log; exit 1; }}; "
        f"sh {here}/refused.sh build/debug/Modules {place.include} || exit 1; "
        r"sed -n 's/.*Test run with \([0-9]* tests\).* passed.*/ok: \1/p' tests.log",
    ]


LANGUAGES = [
    Language(
        "C++", "cplusplus", {"g++": "g++"}, program,
        lambda here, out, place: [cplusplus(here, out, place, "matrix")], frees=True,
    ),
    Language(
        "C++-header", "cplusplus", {"g++": "g++"},
        lambda here, out, place: [out / "header"],
        lambda here, out, place: [cplusplus(here, out, place, "header")],
        "ok: 23 checks", False, True,
    ),
    # GCC 12 has no <mdspan>.
    Language(
        "C++23", "cplusplus",
        {"clang++": "clang", LIBCXX / "include/c++/v1/mdspan": "libc++-19-dev"},
        lambda here, out, place: [out / "mdspan"],
        lambda here, out, place: [
            ["clang++", "-std=c++23", *WARNINGS, "-nostdinc++", "-nostdlib++", "-isystem",
             LIBCXX / "include/c++/v1", here / "mdspan.cpp", "-o", out / "mdspan", *linked(place),
             f"-L{LIBCXX}/lib", "-lc++", f"-Wl,-rpath,{LIBCXX}/lib"],
        ],
        "ok: 12 checks", False, True,
    ),
    Language(
        "LuaJIT", "luajit", {"luajit": "luajit"},
        lambda here, out, place: ["env", f"LUA_PATH={here}/?.lua", "luajit", here / "matrix.lua"],
    ),
    Language(
        "Ruby", "ruby", {"ruby": "ruby"},
        lambda here, out, place: ["ruby", "-W", here / "matrix.rb"],
    ),
    Language(
        "Perl", "perl",
        {"perl": "perl", "/usr/share/doc/libffi-platypus-perl": "libffi-platypus-perl"},
        lambda here, out, place: ["perl", here / "matrix.pl"],
    ),
    Language(
        "Swift", "swift", {"swift": "a Swift 6.3 toolchain"},
        lambda here, out, place: [out / "build" / "debug" / "matrix"],
        lambda here, out, place: [[*swift("build", here, out, place), "--product", "matrix"]],
    ),
    Language(
        "Swift-Testing", "swift", {"swift": "a Swift 6.3 toolchain"}, count_swift_tests,
        prints="ok: 13 tests", faults=False,
    ),
    Language(
        "Rust", "rust", {"rustc": "rustc"}, program,
        lambda here, out, place: [
            ["rustc", "--edition=2021", "-Dwarnings", f"-Lnative={place.libraries}", "-o",
             out / "matrix", here / "matrix.rs"],
        ],
        frees=True,
    ),
    Language(
        "Go", "go", {"go": "golang-go"}, program,
        lambda here, out, place: [
            ["env", f"CGO_CFLAGS=-I{place.include} -Wall -Werror", f"GOCACHE={out}/cache",
             f"CGO_LDFLAGS=-L{place.libraries}", "GO111MODULE=off", "go", "build", "-o",
             out / "matrix", here / "main.go", here / "pymv.go"],
        ],
    ),
    Language(
        "Zig", "zig", {ZIG: "ziglang (PyPI)"}, program,
        lambda here, out, place: [
            ["sh", "-c", f"{ZIG} translate-c -lc {place.include}/pymv.h >c.zig"],
            [ZIG, "build-exe", "--dep", "c", f"-Mroot={here}/matrix.zig", "-lc", "-Mc=c.zig",
             *linked(place), f"-femit-bin={out}/matrix"],
        ],
    ),
    Language(
        "PyPy", "pypy", {"pypy3": "pypy3"},
        lambda here, out, place: ["pypy3", "-B", here / "matrix.py"],
    ),
    Language(
        "PHP", "php", {"php": "php-cli"},
        lambda here, out, place: ["php", "-d", "ffi.enable=1", here / "matrix.php"],
    ),
    Language(
        "OCaml", "ocaml",
        {"ocamlfind": "ocaml-findlib", "/usr/lib/ocaml/ctypes": "libctypes-ocaml-dev"}, program,
        lambda here, out, place: [
            ["cp", here / "pymv.ml", here / "matrix.ml", out],
            ["ocamlfind", "ocamlopt", "-thread", "-w", "+a-4-9-40..42-44-45-48-70", "-package",
             "ctypes.foreign,threads.posix", "-linkpkg", "pymv.ml", "matrix.ml", "-o", "matrix"],
        ],
    ),
    Language(
        "Guile", "guile", {"guile": "guile-3.0"},
        lambda here, out, place: ["guile", "--no-auto-compile", "-L", here, here / "matrix.scm"],
    ),
    Language(
        "SBCL", "sbcl", {"sbcl": "sbcl"},
        lambda here, out, place: ["sbcl", "--script", here / "matrix.lisp"],
    ),
    Language(
        "Java", "java", {"javac": "openjdk-17-jdk-headless", JNA: "libjna-java"},
        lambda here, out, place: ["java", "-Xshare:auto", "-cp", f"{out}:{JNA}", "Matrix"],
        lambda here, out, place: [
            ["javac", "-Xlint:all", "-Werror", "-cp", JNA, "-d", out, here / "View.java",
             here / "Matrix.java"],
        ],
    ),
    Language(
        "Java-foreign", "java-foreign", {JDK / "bin" / "javac": "a JDK from Java 22 on"},
        lambda here, out, place: [
            JDK / "bin" / "java", "--enable-native-access=ALL-UNNAMED", "-cp", out, "Matrix",
        ],
        lambda here, out, place: [
            [JDK / "bin" / "javac", "-Xlint:all,-restricted", "-Werror", "-d", out,
             here / "View.java", here / "Matrix.java"],
        ],
    ),
    Language(
        "D", "d", {"ldc2": "ldc"}, program,
        lambda here, out, place: [
            # Compilers before D 2.101 leave the preprocessor to the caller.
            ["cc", "-E", "-P", "-x", "c", place.include / "pymv.h", "-o", "pymv_c.i"],
            ["ldc2", "-w", "-de", "-of=matrix", here / "matrix.d", here / "pymv.d", "pymv_c.i",
             f"-L-L{place.libraries}", "-L-lpymv"],
        ],
    ),
    Language(
        "Nim", "nim", {"nim": "nim"}, program,
        lambda here, out, place: [
            ["nim", "compile", "--mm:orc", "--threads:on", "--hints:off", f"--nimcache:{out}/cache",
             f"--passL:-L{place.libraries} -lpymv", f"--out:{out}/matrix",
             here / "matrix.nim"],
        ],
        frees=True,
    ),
]
