#include "dissect/http/upload.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/form/form.h"
#include "dissect/http/upload_readers.h"
#include "dissect/upload/upload_number.h"

#include <algorithm>
#include <utility>

namespace petze::http {

namespace {

using namespace upload_readers;

/// RFC 8941 section 3.3.6.
bool is_true(std::string_view text)
{
    return trim(text) == "?1" || equal_ignoring_case(trim(text), "true");
}

/// RFC 9110 section 14.4: "bytes 0-499/1234". What is whole needs nobody to put it together.
bool read_range(std::string_view text, UploadPlace& place)
{
    constexpr std::string_view unit = "bytes";
    text = trim(text);
    if (text.size() <= unit.size() || !equal_ignoring_case(text.substr(0, unit.size()), unit))
        return false;
    text = trim(text.substr(unit.size()));
    auto const hyphen = text.find('-');
    auto const slash = text.find('/');
    if (hyphen == npos || slash == npos || slash < hyphen)
        return false;
    auto const first = upload_number(text.substr(0, hyphen));
    auto const last = upload_number(text.substr(hyphen + 1, slash - hyphen - 1));
    place.total = upload_number(text.substr(slash + 1));
    if (!first || !last || *last < *first || (place.total && *place.total <= *last))
        return false;
    place.offset = *first;
    return *first > 0 || place.total != *last + 1;
}

/// Google's resumable uploads of its own kind, as Firebase and its photo library have them.
bool read_google(HeaderLines const& headers, UploadPlace& place)
{
    auto const command = lower(header(headers, "x-goog-upload-command"));
    if (command.empty())
        return false;
    place.scheme = "google";
    place.is_begun = command.find("start") != npos;
    place.has_bytes = command.find("upload") != npos;
    place.is_last = command.find("finalize") != npos;
    place.closes = place.is_last && !place.has_bytes;
    place.offset = upload_number(header(headers, "x-goog-upload-offset")).value_or(0);
    place.total = upload_number(header(headers, "x-goog-upload-header-content-length"));
    return true;
}

/// tus 1.0.0 and draft-ietf-httpbis-resumable-upload, which iOS has built in.
bool read_tus(std::string_view method, std::string_view host, HeaderLines const& headers,
              UploadPlace& place)
{
    auto const offset = upload_number(header(headers, "upload-offset"));
    auto const complete = header(headers, "upload-complete");
    auto const incomplete = header(headers, "upload-incomplete"); // of its first drafts
    auto const length = upload_number(header(headers, "upload-length"));
    if (read_concatenation(method, host, headers, place))
        return true;
    if (!offset && complete.empty() && incomplete.empty() && !length)
        return false;
    bool const is_tus = find_header(headers.lines, "tus-resumable") != nullptr;
    place.scheme = is_tus ? "tus" : "resumable";
    place.total = length;
    place.offset = offset.value_or(0);
    place.is_last = is_true(complete) || (!incomplete.empty() && !is_true(incomplete));
    // tus: "creation-with-upload" has the first bytes in the same request.
    place.is_begun = method == "POST" && !offset;
    place.is_held = is_tus && equal_ignoring_case(header(headers, "upload-concat"), "partial");
    place.has_bytes =
        !is_tus || header(headers, "content-type").starts_with("application/offset+octet-stream");
    return true;
}

/// Parts with a number of their own, by the names of the two parameters.
struct Numbered {
    std::string_view scheme, number, upload, count;
    std::uint64_t before_first = 0; // plupload counts from 0
};
constexpr Numbered numbered[] = {
    {"s3", "partNumber", "uploadId", {}},
    {"resumable.js", "resumableChunkNumber", "resumableIdentifier", "resumableTotalChunks"},
    {"flow.js", "flowChunkNumber", "flowIdentifier", "flowTotalChunks"},
    {"plupload", "chunk", "name", "chunks", 1},
};

bool read_query(std::string_view method, std::string_view host, std::string_view target,
                UploadPlace& place)
{
    auto const question = target.find('?');
    if (question == npos || (method != "PUT" && method != "POST"))
        return false;
    auto const query = target.substr(question + 1);
    for (auto const& row : numbered) {
        if (query.find(row.upload) == npos)
            continue; // nearly all
        std::optional<std::uint64_t> part, count;
        std::string upload;
        FormReader reader{query};
        for (FormPair pair; reader.next(pair);)
            if (pair.name == row.number)
                part = upload_number(pair.value);
            else if (pair.name == row.upload)
                upload = pair.value;
            else if (!row.count.empty() && pair.name == row.count)
                count = upload_number(pair.value);
        bool const is_one = row.before_first > 0 && (!part || count.value_or(0) < 2);
        if (upload.empty() || is_one || (part && *part > limits::upload_waiting_pieces))
            continue;
        if (part)
            *part += row.before_first;
        place.scheme = row.scheme;
        place.part = part.value_or(0);
        place.is_last = count && part == count;
        place.has_bytes = part.has_value();
        place.closes = !part && method == "POST"; // S3: CompleteMultipartUpload
        place.key = key_of(host, target.substr(0, question));
        place.key.append("\n").append(upload);
        place.key.resize(std::min(place.key.size(), limits::upload_key_bytes));
        return place.has_bytes || place.closes;
    }
    return false;
}

/// Facebook's: "Offset" beside the length of the whole.
bool read_entity(HeaderLines const& headers, UploadPlace& place)
{
    place.total = upload_number(header(headers, "x-entity-length"));
    auto const offset = upload_number(header(headers, "offset"));
    place.offset = offset.value_or(0);
    place.scheme = "x-entity";
    return place.total && offset;
}

bool read_ranges(HeaderLines const& headers, UploadPlace& place)
{
    place.scheme = "content-range";
    for (auto const* name : {"content-range", "x-content-range"})
        if (auto const* value = find_header(headers.lines, name))
            return read_range(*value, place);
    return false;
}

} // namespace

std::optional<UploadPlace> upload_place(std::string_view method, std::string_view host,
                                        std::string_view target, HeaderLines const& headers)
{
    if (method != "PUT" && method != "POST" && method != "PATCH")
        return {};
    UploadPlace place;
    if (read_azure(method, host, target, place) || read_dropbox(target, headers, place))
        return place;
    place = {};
    bool const is_form = lower(header(headers, "content-type")).starts_with("multipart/");
    if (read_query(method, host, target, place)) {
        place.is_in_form = is_form;
        return place;
    }
    place = {};
    if (!read_ranges(headers, place)) {
        if (is_form)
            return {}; // its fields may say so
        place = {};
        auto const whole = upload_number(header(headers, "x-upload-content-length"));
        if (whole) { // Google: a session begins
            place.scheme = "google";
            place.total = whole;
            place.has_bytes = false;
            place.is_begun = true;
        } else if (!read_google(headers, place) && !read_tus(method, host, headers, place)
                   && !read_entity(headers, place)) {
            return {};
        }
    }
    place.is_in_form = is_form;
    place.key = key_of(host, target);
    if (!place.wholes.empty())
        place.key.append("\n").append(header(headers, "upload-concat"));
    // One address may take many files: nginx and jQuery File Upload tell them apart so.
    for (auto const* name : {"content-disposition", "session-id", "x-session-id"})
        if (auto const value = header(headers, name); !value.empty())
            place.key.append("\n").append(value);
    place.key.resize(std::min(place.key.size(), limits::upload_key_bytes));
    return place;
}

void tell_upload_location(UploadPlace const& place, std::string_view host,
                          HeaderLines const& answer, LayerContext& layers)
{
    if (!layers.uploads || !place.is_begun)
        return;
    auto location = header(answer, "x-goog-upload-url");
    if (location.empty())
        location = header(answer, "location");
    if (location.empty())
        return;
    UploadPiece piece;
    piece.key = place.key;
    piece.scheme = place.scheme;
    piece.total = place.total;
    piece.is_held = place.is_held;
    piece.renamed_to = key_of(host, location);
    (*layers.uploads)(std::move(piece));
}

void tell_upload_closed(UploadPlace const& place, LayerContext& layers)
{
    if (!layers.uploads || !place.closes)
        return;
    UploadPiece piece;
    piece.key = place.key;
    piece.scheme = place.scheme;
    piece.closes = true;
    piece.wholes = place.wholes;
    (*layers.uploads)(std::move(piece));
}

} // namespace petze::http
