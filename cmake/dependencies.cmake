# Every third-party library that ours link, all from Debian. Each is included from the few files named in
# docs/architecture.md. This file is installed too: whoever links our static libraries needs the same.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
pkg_check_modules(POPPLER REQUIRED IMPORTED_TARGET poppler)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
