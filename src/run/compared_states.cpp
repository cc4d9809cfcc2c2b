#include "run/compared_states.h"

#include "base/limits.h"

#include <algorithm>
#include <filesystem>

namespace petze {

namespace {

namespace fs = std::filesystem;

struct Argument {
    std::string name; // empty where none was given
    std::string path;
};

/// A path that is there is one, whatever it holds.
Argument split(std::string const& text)
{
    std::error_code ignored;
    auto const equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || fs::exists(text, ignored))
        return {{}, text};
    return {text.substr(0, equals), text.substr(equals + 1)};
}

/// "captures/other-rom.pcapng.gz" → "other-rom"; of a folder, its own name.
std::string name_of(std::string const& path)
{
    if (path == "-")
        return "standard input";
    auto file = fs::path{path}.lexically_normal();
    if (!file.has_filename())
        file = file.parent_path();
    auto const name = file.filename().string();
    auto const dot = name.find('.', 1);
    return dot == std::string::npos ? name : name.substr(0, dot);
}

/// "capture", "capture (2)": two files of one name are two states.
std::string fresh_name(std::string const& wanted, std::vector<ComparedState> const& states)
{
    auto name = wanted;
    for (int number = 2; std::any_of(states.begin(), states.end(),
                                     [&](ComparedState const& one) { return one.name == name; });
         ++number)
        name = wanted + " (" + std::to_string(number) + ")";
    return name;
}

} // namespace

Result<std::vector<ComparedState>> compared_states(std::vector<std::string> const& arguments)
{
    std::vector<ComparedState> out;
    for (auto const& text : arguments) {
        auto const [name, path] = split(text);
        std::error_code ignored;
        auto const report = fs::path{path} / "report.json";
        bool const is_report = fs::exists(report, ignored);
        auto const same = std::find_if(out.begin(), out.end(), [&](ComparedState const& one) {
            return !name.empty() && one.name == name;
        });
        if (same == out.end()) {
            out.push_back({name.empty() ? fresh_name(name_of(path), out) : name,
                           is_report ? std::vector<std::string>{} : std::vector{path},
                           is_report ? report.string() : std::string{}});
            continue;
        }
        if (is_report || !same->report.empty())
            return error(path, "a state is captures or one folder of petze analyze, not both; give "
                               "it another name");
        same->captures.push_back(path);
    }
    if (out.size() < 2)
        return error("compare", "needs two states or more, such as: petze compare stock.pcapng "
                                "other-rom.pcapng");
    if (out.size() > limits::compared_states)
        return error("compare", "compares " + std::to_string(limits::compared_states)
                                    + " states at most; leave some out");
    return out;
}

std::string state_folder(std::size_t number, std::string const& name)
{
    std::string slug;
    for (char const c : name) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_letter || (c >= '0' && c <= '9'))
            slug += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    constexpr std::size_t most = 40;
    slug.resize(std::min(slug.size(), most));
    return "states/" + std::to_string(number) + (slug.empty() ? "" : "-") + slug + "/";
}

} // namespace petze
