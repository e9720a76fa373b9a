# Writes the catalogues into a source file, again whenever one of them changes.
foreach(language nb nn sv en)
  set(catalogue ${CMAKE_CURRENT_LIST_DIR}/catalogues/${language}.yaml)
  file(READ ${catalogue} CATALOGUE_${language})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${catalogue})
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/embedded.cc.in ${CMAKE_CURRENT_BINARY_DIR}/messages/embedded.cc @ONLY)
target_sources(messages PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/messages/embedded.cc)
