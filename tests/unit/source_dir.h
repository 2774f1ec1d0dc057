// Where the sources are: tests read shipped files and golden files from there. A function rather than a macro, so that
// only one file is compiled anew for each checkout.
#pragma once

#include <string>

std::string source_dir();
