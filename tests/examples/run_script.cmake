# cmake -DHALLMARK=... -DWORKSPACE=... -DSCRIPT=... -P run_script.cmake
# A script of examples/scripting prints what stands beside it, and nothing on stderr.
cmake_minimum_required(VERSION 3.25)
string(REGEX REPLACE "[.]lua$" ".txt" expected_file ${SCRIPT})
file(READ ${expected_file} expected)
execute_process(COMMAND ${HALLMARK} lua ${SCRIPT} -C ${WORKSPACE}
  RESULT_VARIABLE code OUTPUT_VARIABLE printed ERROR_VARIABLE messages)
if(NOT code EQUAL 0 OR NOT messages STREQUAL "")
  message(FATAL_ERROR "${SCRIPT} ended with ${code}: ${messages}")
endif()
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "${SCRIPT} printed\n${printed}\ninstead of\n${expected}")
endif()
