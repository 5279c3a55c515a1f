# Runs ${command}; fails unless it ends with ${status} and its output matches ${pattern}.
execute_process(COMMAND ${command}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(NOT result STREQUAL status)
    message(FATAL_ERROR "the exit status is ${result}, not ${status}")
endif()
if(NOT output MATCHES "${pattern}")
    message(FATAL_ERROR "the output does not match ${pattern}")
endif()
