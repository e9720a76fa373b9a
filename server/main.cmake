# The server: the one place that knows every room, and the demo's files inside it.
foreach(name organisation scorecards)
  file(READ ${CMAKE_SOURCE_DIR}/demo/${name}.csv DEMO_${name})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/demo/${name}.csv)
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/api/demo_files.cc.in ${CMAKE_CURRENT_BINARY_DIR}/api/demo_files.cc @ONLY)

add_executable(arshjuld main.cc ${CMAKE_CURRENT_BINARY_DIR}/api/demo_files.cc)
target_compile_definitions(arshjuld PRIVATE ARSHJUL_VERSION="${PROJECT_VERSION}")
target_link_libraries(arshjuld PRIVATE api config engine)
# Sanitizers bring their own. Nothing names a function of it: it must not be dropped for that.
if(NOT ARSHJUL_SANITIZE)
  target_link_options(arshjuld PRIVATE LINKER:--no-as-needed)
  target_link_libraries(arshjuld PRIVATE PkgConfig::JEMALLOC)
endif()

add_executable(arshjul-admin admin/main.cc admin/stopped.cc admin/live.cc)
target_compile_definitions(arshjul-admin PRIVATE ARSHJUL_VERSION="${PROJECT_VERSION}")
target_link_libraries(arshjul-admin PRIVATE engine messages api_proto)
