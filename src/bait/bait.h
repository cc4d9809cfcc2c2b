#pragma once

#include "bait/person.h"

#include <string>
#include <string_view>
#include <vector>

namespace petze::bait {

struct File {
    std::string name; // inside the folder, such as "photos/IMG_0001.jpg"
    std::string content;
};

/// What `petze bait` writes besides photos: what goes onto the test phone, and the profile that
/// looks for it. `guide` is told beside it, with {seed} and {person} filled in.
std::vector<File> text_files(Person const& person, std::uint64_t seed, std::string_view guide);

/// One of Person::photos.
File photo_file(Person const& person, std::size_t index);

} // namespace petze::bait
