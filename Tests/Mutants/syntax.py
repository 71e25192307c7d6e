"""Swift sources as trees of expressions with their types, as the compiler dumps them."""

import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOKEN = re.compile(
    rb'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|`\w+`'
    rb'|0x[0-9a-fA-F_]+(?:p-?\d+)?|[0-9][0-9_]*(?:\.[0-9_]+)?'
    rb"|[\w$]+|[-+*/%=<>!&|^~?.]+|.", re.S,
)


def token_end(source, start):
    """The end of the token at an offset. Postfix operators are tokens of one character."""
    if source[start : start + 1] in (b"!", b"?"):
        return start + 1
    return TOKEN.match(source, start).end()


def module_options(package, products):
    """Compiler options to import all modules of the package: those of Swift and those of C."""
    options = ["-I", str(products / "Modules")]
    maps = sorted(package.glob("Sources/*/module.modulemap"))
    maps += sorted(package.glob("Sources/*/include/module.modulemap"))
    maps += sorted(products.glob("*.build/module.modulemap"))
    maps.append(package / "Include/module.modulemap")
    for path in maps:
        options += ["-Xcc", f"-fmodule-map-file={path}"]
    for folder in [package / "Include", *sorted(package.glob("Sources/*/include"))]:
        options += ["-Xcc", f"-I{folder}"]
    return options


class Parser:
    """Dumps the files of one package, which was built into `products`."""

    def __init__(self, package, products, swiftc="swiftc"):
        self.package = Path(package)
        self.command = [
            swiftc, "-frontend", "-dump-ast", "-dump-ast-format", "json", "-parse-as-library",
            "-swift-version", "6", "-package-name", "mutants",
            "-enable-experimental-feature", "Embedded", "-wmo",
            *module_options(self.package, Path(products)),
        ]

    def parse(self, path):
        """The tree of one file, as dictionaries and lists."""
        folder = path.parent
        others = [str(other) for other in sorted(folder.glob("*.swift")) if other != path]
        ended = subprocess.run(
            [*self.command, "-module-name", folder.name, "-primary-file", str(path), *others],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        if ended.returncode != 0:
            raise SystemExit(f"{path}: {ended.stderr.decode()}")
        return json.loads(ended.stdout)

    def parse_all(self, paths):
        """The trees of several files, in order."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from zip(paths, pool.map(self.parse, paths))
