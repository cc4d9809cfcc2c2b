if(PETZE_TESTS)
  include(GoogleTest)
endif()

# What every target of ours is compiled with; dependencies never see it.
add_library(petze_options INTERFACE)
target_include_directories(petze_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(petze_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual $<$<BOOL:${PETZE_WERROR}>:-Werror>
  # GCC 12 sees an overlap in "literal" + std::string where there is none (its bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(PETZE_SANITIZE)
  target_compile_options(petze_options INTERFACE
    -fsanitize=${PETZE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(petze_options INTERFACE -fsanitize=${PETZE_SANITIZE})
endif()
if(PETZE_FUZZ)
  target_compile_options(petze_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Other builds go without, for ccache to know what it sees.
if(PETZE_PRECOMPILED)
  # GCC 12 forgets that precompiled headers are the system's: what its optimiser imagines about
  # their strings (bug 105329) it would then tell as ours.
  target_compile_options(petze_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overread;-Wno-stringop-overflow>)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled.cpp "")
  add_library(petze_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(petze_precompiled PRIVATE petze_options)
  target_precompile_headers(petze_precompiled PRIVATE
    <algorithm> <array> <charconv> <cstdint> <cstring> <deque> <functional> <map> <memory>
    <optional> <set> <span> <string> <string_view> <tuple> <unordered_map> <unordered_set>
    <utility> <variant> <vector>)
endif()

# Where sources are compiled together, a name of one hides a neighbour's, and what stands in a source
# seems to stand in a header.
add_library(petze_together INTERFACE)
target_compile_options(petze_together INTERFACE
  -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local;-Wno-subobject-linkage>)

if(PETZE_TESTS AND NOT PETZE_FUZZ)
  add_library(petze_replay_corpus OBJECT ${PROJECT_SOURCE_DIR}/src/testing/replay_corpus.cpp)
  target_link_libraries(petze_replay_corpus PRIVATE petze_options)
endif()

# petze_library(capture SOURCES a.cpp TESTS a_test.cpp FUZZ a_fuzz.cpp USES base LIBRARIES ZLIB::ZLIB)
# USES names folders of ours above this one; LIBRARIES what others wrote. Each fuzz target
# x_fuzz.cpp has its inputs in corpus/x_fuzz/ beside it, replayed as a test by every compiler.
# With PETZE_TOGETHER several of a folder's sources are compiled at a time: they read the same headers,
# and most of the time goes into those.
function(petze_library name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;TESTS;FUZZ;USES;LIBRARIES")
  list(TRANSFORM ARG_USES PREPEND petze_)
  if(ARG_SOURCES)
    add_library(petze_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(petze_${name} PUBLIC ${ARG_USES} PRIVATE petze_options ${ARG_LIBRARIES})
    if(PETZE_PRECOMPILED)
      target_precompile_headers(petze_${name} REUSE_FROM petze_precompiled)
    endif()
    if(PETZE_TOGETHER)
      set_target_properties(petze_${name} PROPERTIES UNITY_BUILD ON)
      target_link_libraries(petze_${name} PRIVATE petze_together)
    endif()
  else()
    add_library(petze_${name} INTERFACE)
    target_link_libraries(petze_${name} INTERFACE ${ARG_USES} ${ARG_LIBRARIES})
  endif()
  if(NOT PETZE_TESTS)
    return()
  endif()
  if(ARG_TESTS)
    add_executable(${name}_test ${ARG_TESTS})
    target_link_libraries(${name}_test PRIVATE petze_${name} petze_options ${ARG_LIBRARIES} GTest::gtest_main)
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}/ DISCOVERY_TIMEOUT 60)
  endif()
  foreach(source IN LISTS ARG_FUZZ)
    get_filename_component(target ${source} NAME_WE)
    get_filename_component(folder ${source} DIRECTORY)
    set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/corpus/${target})
    if(PETZE_FUZZ)
      add_executable(${target} ${source})
      target_link_libraries(${target} PRIVATE petze_${name} petze_options ${ARG_LIBRARIES})
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    else()
      add_executable(${target} ${source})
      target_link_libraries(${target} PRIVATE petze_${name} petze_options petze_replay_corpus ${ARG_LIBRARIES})
      add_test(NAME ${target}_corpus COMMAND ${target} ${corpus})
    endif()
  endforeach()
endfunction()
