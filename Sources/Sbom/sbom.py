"""Write a software bill of materials (SPDX 2.3, JSON) for built libraries.

    sbom.py VERSION SWIFT_VERSION OUTPUT LIBRARY...

Says what the libraries consist of, with licences, and what they need at run time. The same libraries
give the same bytes: the only time in it is SOURCE_DATE_EPOCH, or the start of 1970 without it.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

LICENSE = pathlib.Path(__file__).resolve().parents[2] / "LICENSE"
OWN = "SPDXRef-Package-PyMemoryView"


def printed_by(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def package(name, version, license, comment, **more):
    return {
        "SPDXID": "SPDXRef-Package-" + re.sub(r"[^A-Za-z0-9.-]", "-", name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": license,
        "licenseDeclared": license,
        "copyrightText": "NOASSERTION",
        "comment": comment,
        **more,
    }


def described_file(path):
    content = path.read_bytes()
    sums = [("SHA1", hashlib.sha1(content)), ("SHA256", hashlib.sha256(content))]
    return {
        "SPDXID": f"SPDXRef-File-{path.name}",
        "fileName": f"./{path.name}",
        "fileTypes": ["BINARY"],
        "checksums": [{"algorithm": name, "checksumValue": sum.hexdigest()} for name, sum in sums],
        "licenseConcluded": "MIT",
        "licenseInfoInFiles": ["NOASSERTION"],
        "copyrightText": "NOASSERTION",
    }


def verification_code(files):
    """The sum of the sums, as section 7.9 of the specification defines it."""
    sums = sorted(file["checksums"][0]["checksumValue"] for file in files)
    return hashlib.sha1("".join(sums).encode()).hexdigest()


def own_package(version, files):
    [copyright] = re.findall(r"^Copyright.*", LICENSE.read_text(), re.MULTILINE)
    return package(
        "PyMemoryView", version, "MIT", "The libraries listed as files.",
        filesAnalyzed=True,
        packageVerificationCode={"packageVerificationCodeValue": verification_code(files)},
        hasFiles=[file["SPDXID"] for file in files],
        licenseInfoFromFiles=["NOASSERTION"],
        copyrightText=copyright,
        primaryPackagePurpose="LIBRARY",
    )


def linked_packages(libraries, swift_version):
    """What the linker copied into the libraries from elsewhere."""
    found = [
        package(
            "Swift standard library", swift_version, "Apache-2.0 WITH Swift-exception",
            "Embedded Swift: generic and inlinable functions, compiled together with the library's"
            " sources; allocation and the empty array of the runtime.",
        )
    ]
    comments = "".join(printed_by("readelf", "-p", ".comment", path) for path in libraries)
    compilers = sorted(set(re.findall(r"GCC: \(.*\) (\S+)", comments)))
    if compilers:
        found.append(
            package(
                "GCC startup files", ", ".join(compilers), "GPL-3.0-or-later WITH GCC-exception-3.1",
                "crtbeginS.o and crtendS.o, which call constructors and destructors.",
            )
        )
    found.append(
        package(
            "C library startup files", "NOASSERTION", "NOASSERTION",
            "crti.o and crtn.o; of glibc also pthread_atfork.o of libc_nonshared.a. Part of the C"
            " library that the libraries were linked with.",
        )
    )
    return found


def needed_packages(libraries):
    """Shared libraries that must be there at run time, apart from the own ones."""
    dynamic = "".join(printed_by("readelf", "-d", path) for path in libraries)
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic))
    own = set(re.findall(r"\(SONAME\).*\[(.+)\]", dynamic))
    symbols = "".join(printed_by("readelf", "-V", path) for path in libraries)
    versions = [tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_([\d.]+)", symbols)]
    least = "at least " + ".".join(map(str, max(versions))) if versions else "NOASSERTION"
    return [
        package(name, least, "NOASSERTION", "Not included; needed at run time.")
        for name in sorted(needed - own)
    ]


def toolchain(swift_version):
    return package(
        "Swift toolchain", swift_version, "Apache-2.0 WITH Swift-exception",
        "Compilers of Swift and C, and the linker.",
    )


def relationships(files, linked, needed, tool):
    found = [("SPDXRef-DOCUMENT", "DESCRIBES", OWN)]
    found += [(OWN, "CONTAINS", file["SPDXID"]) for file in files]
    found += [(OWN, "STATIC_LINK", other["SPDXID"]) for other in linked]
    found += [(other["SPDXID"], "RUNTIME_DEPENDENCY_OF", OWN) for other in needed]
    found.append((tool["SPDXID"], "BUILD_TOOL_OF", OWN))
    return [
        {"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in found
    ]


def document(version, swift_version, libraries):
    files = [described_file(path) for path in libraries]
    own, tool = own_package(version, files), toolchain(swift_version)
    linked, needed = linked_packages(libraries, swift_version), needed_packages(libraries)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    created = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    body = {
        "packages": [own, *linked, *needed, tool],
        "files": files,
        "relationships": relationships(files, linked, needed, tool),
    }
    name = f"pymemoryview-{version}"
    unique = uuid.uuid5(uuid.NAMESPACE_URL, name + json.dumps(body, sort_keys=True))
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{unique}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": [f"Tool: pymemoryview-sbom-{version}"],
        },
        **body,
    }


def main():
    version, swift_version, output, *names = sys.argv[1:]
    libraries = sorted(path for path in map(pathlib.Path, names) if not path.is_symlink())
    if not libraries:
        sys.exit("sbom.py: no libraries")
    pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(version, swift_version, libraries), indent=1)
    pathlib.Path(output).write_text(text + "\n")


main()
