#include "find/profile/files.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/image/exif.h"
#include "dissect/image/image_parts.h"
#include "find/profile/calendar.h"
#include "find/profile/messages_xml.h"
#include "find/profile/vcard.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

namespace petze {

namespace fs = std::filesystem;

namespace {

// JPEG, PNG, WebP, HEIC and AVIF, by their first bytes.
bool is_photo(std::string_view content)
{
    auto const at = [&](std::size_t offset, std::string_view wanted) {
        return content.size() >= offset && content.substr(offset).starts_with(wanted);
    };
    auto const brand = [&](std::string_view name) { return at(4, "ftyp") && at(8, name); };
    return at(0, "\xff\xd8\xff") || at(0, "\x89PNG\r\n\x1a\n") || (at(0, "RIFF") && at(8, "WEBP"))
           || brand("hei") || brand("hev") || brand("mif") || brand("avif");
}

std::optional<std::int64_t> taken_at(Bytes photo)
{
    for (auto const& part : image_parts(photo).parts)
        if (part.kind == ImagePart::Kind::exif)
            return read_exif(photo.subspan(part.begin, part.length)).taken_ns;
    return {};
}

Result<bool> add_photo(fs::path const& path, std::string const& name, Profile& profile)
{
    PETZE_TRY(auto const content, read_whole_file(path));
    if (!is_photo(content))
        return false;
    auto const bytes = as_bytes(content);
    profile.files.push_back(path);
    profile.photos.push_back(
        {"photos/" + name, {bytes.begin(), bytes.end()}, taken_at(bytes).value_or(0)});
    return true;
}

Result<void> add_photos(fs::path const& path, Profile& profile)
{
    std::error_code trouble;
    if (!fs::is_directory(path, trouble)) {
        PETZE_TRY(bool const taken, add_photo(path, path.filename().string(), profile));
        if (!taken)
            return error(path.string(), "is no JPEG, PNG, HEIC or WebP image");
        return {};
    }
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator walk{path, trouble}, end; !trouble && walk != end;
         walk.increment(trouble))
        if (walk->is_regular_file(trouble))
            files.push_back(walk->path());
    if (trouble)
        return error(path.string(), "folder cannot be read: " + trouble.message());
    std::sort(files.begin(), files.end());
    for (auto const& file : files) {
        PETZE_TRY([[maybe_unused]] bool const taken,
                  add_photo(file, file.lexically_relative(path).generic_string(), profile));
    }
    return {};
}

void add_apps(std::string_view content, Profile& profile)
{
    while (!content.empty()) {
        auto const end = std::min(content.find('\n'), content.size());
        auto name = trim(content.substr(0, end));
        content.remove_prefix(std::min(end + 1, content.size()));
        if (name.starts_with("package:"))
            name.remove_prefix(8);
        name = name.substr(0, name.find(' '));   // -U: " uid:10123"
        name.remove_prefix(name.rfind('=') + 1); // -f: "/data/app/base.apk="
        if (!name.empty() && !name.starts_with('#'))
            profile.apps.emplace_back(name);
    }
}

} // namespace

Result<std::string> read_whole_file(fs::path const& path)
{
    std::error_code trouble;
    if (fs::is_directory(path, trouble))
        return error(path.string(), "is a folder; a file is wanted here");
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    if (!file)
        return error(path.string(),
                     errno == ENOENT ? std::string{"no such file; check the spelling of the path"}
                                     : std::string{"cannot be read: "} + std::strerror(errno));
    content << file.rdbuf();
    if (file.bad())
        return error(path.string(), std::string{"cannot be read: "} + std::strerror(errno));
    return std::move(content).str();
}

Result<void> load_data_file(std::string_view key, fs::path const& path, Profile& profile)
{
    std::error_code trouble;
    if (!fs::exists(path, trouble))
        return error(path.string(), "no such file or folder; paths are relative to the profile");
    if (key == "photos")
        return add_photos(path, profile);
    PETZE_TRY(auto const content, read_whole_file(path));
    profile.files.push_back(path);
    if (key == "contacts") {
        auto contacts = read_vcards(content);
        if (contacts.empty() && !trim(content).empty())
            return error(path.string(), "holds no vCard (BEGIN:VCARD)");
        std::move(contacts.begin(), contacts.end(), std::back_inserter(profile.contacts));
    } else if (key == "messages") {
        auto file = read_messages_xml(content);
        if (!file.trouble.empty())
            return error(path.string(), "is no valid SMS Backup & Restore XML: " + file.trouble);
        std::move(file.messages.begin(), file.messages.end(), std::back_inserter(profile.messages));
    } else if (key == "calendar") {
        auto entries = read_calendar(content);
        if (entries.empty() && content.find("BEGIN:VCALENDAR") == npos && !trim(content).empty())
            return error(path.string(), "holds no calendar (BEGIN:VCALENDAR)");
        std::move(entries.begin(), entries.end(), std::back_inserter(profile.calendar));
    } else {
        add_apps(content, profile);
    }
    return {};
}

} // namespace petze
