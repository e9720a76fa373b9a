# The browser's side: unit tests, what is fetched first, and the whole in Debian's Chromium. Each takes the UI built by
# script/build-ui, which does nothing when it is up to date.
find_program(NODE node)
if(NODE)
  add_test(NAME ui_build COMMAND ${CMAKE_SOURCE_DIR}/script/build-ui)
  set_tests_properties(ui_build PROPERTIES LABELS web FIXTURES_SETUP ui TIMEOUT 600)
  add_test(NAME ui_unit COMMAND ${NODE} ${CMAKE_CURRENT_LIST_DIR}/ui_unit.mjs)
  set_tests_properties(ui_unit PROPERTIES LABELS web FIXTURES_REQUIRED ui TIMEOUT 120)
  add_test(NAME ui_first_load COMMAND ${NODE} --test ${CMAKE_CURRENT_LIST_DIR}/ui_first_load.mjs)
  set_tests_properties(ui_first_load PROPERTIES LABELS web FIXTURES_REQUIRED ui TIMEOUT 60)
  if(ARSHJUL_GRPC)
    foreach(name end_to_end every_task languages later next_year office signed_out signing streams surroundings taking_along
             talk_to_signature whole_year written)
      add_test(NAME ui_${name} COMMAND ${NODE} --test ${CMAKE_CURRENT_LIST_DIR}/ui_${name}.mjs)
      set_tests_properties(ui_${name} PROPERTIES LABELS web FIXTURES_REQUIRED ui TIMEOUT 900
                           ENVIRONMENT ARSHJUL_PROGRAMS=${CMAKE_BINARY_DIR}/bin)
    endforeach()
  endif()
endif()
