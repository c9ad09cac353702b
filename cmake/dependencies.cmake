# Every library comes from the distribution (dev: packages). Which room may include which is in docs/house.md.
find_package(Threads REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Boost REQUIRED)          # Boost.Graph is used as headers
find_package(CLI11 REQUIRED)
find_package(EXPAT REQUIRED)
find_package(nlohmann_json REQUIRED)
find_path(RANDOM123_INCLUDE Random123/philox.h REQUIRED)
find_library(MD_LIBRARY md REQUIRED)
find_library(UTF8PROC_LIBRARY utf8proc REQUIRED)
find_library(XLSXWRITER_LIBRARY xlsxwriter REQUIRED)
find_library(MINIZIP_LIBRARY minizip REQUIRED)

add_library(sandtable_third_party INTERFACE)
target_link_libraries(sandtable_third_party INTERFACE yaml-cpp fmt::fmt SQLite::SQLite3 Boost::headers CLI11::CLI11
                      nlohmann_json::nlohmann_json EXPAT::EXPAT ${MD_LIBRARY} ${UTF8PROC_LIBRARY} ${XLSXWRITER_LIBRARY}
                      ${MINIZIP_LIBRARY} Threads::Threads)
target_include_directories(sandtable_third_party SYSTEM INTERFACE ${RANDOM123_INCLUDE})
