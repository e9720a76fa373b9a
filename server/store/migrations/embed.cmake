# Puts the .sql files of a folder, in the order of their numbers, into one C++ file:
# cmake -D FOLDER=... -D OUTPUT=... -P embed.cmake
file(GLOB scripts ${FOLDER}/*.sql)
list(SORT scripts)
set(rows "")
foreach(script IN LISTS scripts)
  get_filename_component(name ${script} NAME_WE)
  string(REGEX MATCH "^[0-9]+" number ${name})
  string(REGEX REPLACE "^0+" "" number ${number})
  file(READ ${script} sql)
  string(APPEND rows "    {${number}, \"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"store/sqlite_layout.h\"

namespace arshjul::store {

std::vector<Migration> SqliteMigrations() {
  return {
${rows}  };
}

}  // namespace arshjul::store
")
