# What is installed where, and the Debian package made of it: `./run package`, or cpack -G DEB in a build folder.
include(GNUInstallDirs)
set(documents ${CMAKE_INSTALL_DATADIR}/doc/petze)

install(TARGETS petze RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# Nobody calls it by hand; petze finds it from where it lies itself (src/run/setting.cpp).
install(TARGETS petze-image RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/petze)
install(FILES README.md docs/user-guide.md docs/compare.md docs/events.md docs/verdicts.md docs/report.schema.json
  docs/comparison.schema.json packaging/copyright DESTINATION ${documents})

# Debian wants manuals and changes packed, and the same bytes each time.
find_program(GZIP gzip REQUIRED)
set(packed ${CMAKE_BINARY_DIR}/packed)
file(MAKE_DIRECTORY ${packed})
foreach(pair "packaging/petze.1;petze.1.gz" "packaging/changelog;changelog.gz" "CHANGELOG.md;CHANGELOG.md.gz")
  list(GET pair 0 plain)
  list(GET pair 1 name)
  add_custom_command(OUTPUT ${packed}/${name}
    COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/${plain} > ${packed}/${name}
    DEPENDS ${PROJECT_SOURCE_DIR}/${plain} VERBATIM)
  list(APPEND packed_files ${packed}/${name})
endforeach()
add_custom_target(packed ALL DEPENDS ${packed_files})
install(FILES ${packed}/petze.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${packed}/changelog.gz ${packed}/CHANGELOG.md.gz DESTINATION ${documents})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME petze)
set(CPACK_PACKAGE_CONTACT "Petze <maintainers@petze.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "tells what of its owner's data a phone sent")
set(CPACK_PACKAGE_DESCRIPTION "Petze reads captures of a phone's network traffic and answers its owner:
what of mine left, to whom, when, and how is that known. It finds the
owner's values in every notation, also encoded, packed or hashed, and photos
that were scaled; it says whose the addresses are, what each transfer was
for, and what cannot have left; and it names the packets for each claim.
Nothing is sent over the network unless asked for.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Libraries by what the programs need of them; the time zones are read from files.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS libloc-database)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS wireshark)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
