# Settings every target shares, and hallmark_room(): one room of the architecture is one static library made of the
# .cpp files in its folder, plus one doctest executable made of the files in tests/unit/<room>/.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Paths below the checkout are hashed as relative ones, so that a second checkout is answered from the first one's work.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

option(HALLMARK_WARNINGS_AS_ERRORS "Treat compiler warnings as errors" ON)
# Two warnings of gcc 12 report std::string code that is right: -Wmaybe-uninitialized for braced temporaries (GCC bug
# 105562) and -Wrestrict for "literal" + string (105651). The sanitizer run looks for the real thing.
add_library(hallmark_options INTERFACE)
target_compile_options(hallmark_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict>"
  $<$<BOOL:${HALLMARK_WARNINGS_AS_ERRORS}>:-Werror>)

# Every doctest executable shares one main, which knows where the sources are.
add_library(hallmark_doctest_main OBJECT EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tests/unit/doctest_main.cpp
  ${CMAKE_SOURCE_DIR}/tests/unit/source_dir.cpp)
target_compile_definitions(hallmark_doctest_main PRIVATE HALLMARK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")

# hallmark_room(NAME FOLDER dir DEPENDS rooms... LIBRARIES third-party...)
# LIBRARIES are linked privately: a third-party header is included in one room only.
function(hallmark_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)  # a room under construction
    add_library(hallmark_${name} INTERFACE)
    return()
  endif()
  add_library(hallmark_${name} STATIC ${sources})
  target_link_libraries(hallmark_${name} PUBLIC hallmark_include PRIVATE hallmark_options ${ROOM_LIBRARIES})
  foreach(room ${ROOM_DEPENDS})
    target_link_libraries(hallmark_${name} PUBLIC hallmark_${room})
  endforeach()
  hallmark_unit_tests(${name})
endfunction()

function(hallmark_unit_tests name)
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${name}/*.cpp)
  if(tests)
    add_executable(test_${name} ${tests} $<TARGET_OBJECTS:hallmark_doctest_main>)
    target_link_libraries(test_${name} PRIVATE hallmark_${name} hallmark_options)
    target_compile_definitions(test_${name} PRIVATE DOCTEST_CONFIG_SUPER_FAST_ASSERTS)
    target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)  # tests are compiled far more often than run
    target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit)
    add_test(NAME unit.${name} COMMAND test_${name})
  endif()
endfunction()
