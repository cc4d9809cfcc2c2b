#include "dissect/http/upload_readers.h"

#include "base/limits.h"
#include "base/text.h"
#include "conversation/host.h"
#include "dissect/form/form.h"
#include "dissect/json/json.h"
#include "dissect/upload/upload_number.h"
#include "dissect/xml/xml.h"

#include <algorithm>

namespace petze::http::upload_readers {

namespace {

/// What the arguments of Dropbox's functions and their answers say.
class DropboxArgument : public JsonSink {
public:
    explicit DropboxArgument(std::string_view json)
    {
        std::string document{json.substr(0, limits::upload_key_bytes)};
        read_json(document, Mend::no, *this);
    }

    bool take(JsonText const& text) override
    {
        if (text.kind == JsonText::Kind::key)
            return true;
        if (text.path == "$.session_id" || text.path == "$.cursor.session_id")
            session.assign(text.value.substr(0, limits::upload_name_bytes));
        else if (text.path == "$.cursor.offset")
            offset = upload_number(text.value);
        return true;
    }
    void skipped(std::size_t, std::size_t) override {}

    std::string session{};
    std::optional<std::uint64_t> offset{};
};

class BlockList : public TreeSink {
public:
    bool take(TreeValue const& value) override
    {
        for (auto const* path :
             {"/BlockList/Latest", "/BlockList/Uncommitted", "/BlockList/Committed"})
            if (value.kind == TreeValue::Kind::text && value.path == path)
                names.emplace_back(trim(value.value).substr(0, limits::upload_name_bytes));
        return names.size() < limits::upload_waiting_pieces;
    }

    std::vector<std::string> names{};
};

std::string dropbox_key(std::string_view session)
{
    return std::string{"dropbox\n"}.append(session);
}

std::string_view last_part(std::string_view path, std::string_view behind)
{
    auto const at = path.find(behind);
    return at == npos ? std::string_view{} : path.substr(at + behind.size());
}

} // namespace

std::string_view header(HeaderLines const& headers, std::string_view name)
{
    auto const* value = find_header(headers.lines, name);
    return value ? std::string_view{*value} : std::string_view{};
}

/// "https://up.example/a?b" and "/a?b", asked of up.example, are the same.
std::string key_of(std::string_view host, std::string_view target)
{
    if (auto const scheme = target.find("://"); scheme != npos && scheme < target.find('/')) {
        target.remove_prefix(scheme + 3);
        auto const path = std::min(target.find_first_of("/?"), target.size());
        host = target.substr(0, path);
        target.remove_prefix(path);
    }
    auto key = normal_host(host);
    key.append("\n").append(target.substr(0, target.find('#')));
    key.resize(std::min(key.size(), limits::upload_key_bytes));
    return key;
}

bool read_concatenation(std::string_view method, std::string_view host, HeaderLines const& headers,
                        UploadPlace& place)
{
    constexpr std::string_view begin = "final;";
    auto list = trim(header(headers, "upload-concat"));
    if (method != "POST" || !equal_ignoring_case(list.substr(0, begin.size()), begin))
        return false;
    list.remove_prefix(begin.size());
    while (!(list = trim(list)).empty() && place.wholes.size() < limits::uploads) {
        auto const end = std::min(list.find(' '), list.size());
        place.wholes.push_back(key_of(host, list.substr(0, end)));
        list.remove_prefix(end);
    }
    place.scheme = "tus";
    place.has_bytes = false;
    place.closes = !place.wholes.empty();
    return place.closes;
}

bool read_azure(std::string_view method, std::string_view host, std::string_view target,
                UploadPlace& place)
{
    auto const question = target.find('?');
    if (method != "PUT" || question == npos || target.find("comp=block", question) == npos)
        return false;
    std::string comp, name;
    FormReader reader{target.substr(question + 1)};
    for (FormPair pair; reader.next(pair);)
        if (pair.name == "comp")
            comp = pair.value;
        else if (pair.name == "blockid")
            name = pair.value.substr(0, limits::upload_name_bytes);
    std::replace(name.begin(), name.end(), ' ', '+'); // base64 that was not escaped
    place.lists_parts = comp == "blocklist";
    if (!place.lists_parts && (comp != "block" || name.empty()))
        return false;
    place.scheme = "azure";
    place.key = key_of(host, target.substr(0, question));
    place.part_name = std::move(name);
    place.has_bytes = !place.lists_parts;
    place.is_held = place.has_bytes;
    return true;
}

std::vector<std::string> read_block_list(std::string_view body)
{
    if (body.starts_with("\xef\xbb\xbf")) // as .NET writes it
        body.remove_prefix(3);
    BlockList list;
    read_xml(as_bytes(body), &list);
    return std::move(list.names);
}

bool read_dropbox(std::string_view target, HeaderLines const& headers, UploadPlace& place)
{
    auto const question = std::min(target.find('?'), target.size());
    auto const function = last_part(target.substr(0, question), "/files/upload_session/");
    if (function != "start" && function != "append_v2" && function != "finish")
        return false;
    std::string argument{header(headers, "dropbox-api-arg")};
    if (argument.empty() && question < target.size()) {
        FormReader reader{target.substr(question + 1)};
        for (FormPair pair; reader.next(pair);)
            if (pair.name == "arg")
                argument = pair.value;
    }
    place.scheme = "dropbox";
    place.is_nameless = function == "start";
    if (place.is_nameless) {
        place.key = dropbox_key({});
        return true;
    }
    DropboxArgument const said{argument};
    if (said.session.empty() || !said.offset)
        return false;
    place.key = dropbox_key(said.session);
    place.offset = *said.offset;
    place.is_last = function == "finish";
    place.has_bytes = trim(header(headers, "content-length")) != "0";
    place.closes = place.is_last && !place.has_bytes;
    return true;
}

std::string read_dropbox_key(std::string_view body)
{
    auto const said = DropboxArgument{body};
    return said.session.empty() ? std::string{} : dropbox_key(said.session);
}

} // namespace petze::http::upload_readers
