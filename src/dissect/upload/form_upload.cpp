#include "dissect/upload/form_upload.h"

#include "base/limits.h"
#include "base/text.h"
#include "conversation/host.h"
#include "dissect/upload/upload_number.h"

#include <algorithm>

namespace petze {

namespace {

/// One row for each library: what it calls the upload, the number of the part, how many there
/// are, and perhaps where in the file of what length it stands.
struct Row {
    std::string_view scheme, upload, index, count;
    std::uint64_t first; // index
    std::string_view offset, total;
};
constexpr Row rows[] = {
    {"dropzone", "dzuuid", "dzchunkindex", "dztotalchunkcount", 0, "dzchunkbyteoffset",
     "dztotalfilesize"},
    {"fine-uploader", "qquuid", "qqpartindex", "qqtotalparts", 0, "qqpartbyteoffset",
     "qqtotalfilesize"},
    {"resumable.js",
     "resumableIdentifier",
     "resumableChunkNumber",
     "resumableTotalChunks",
     1,
     {},
     {}},
    {"flow.js", "flowIdentifier", "flowChunkNumber", "flowTotalChunks", 1, {}, {}},
    {"simple-uploader.js", "identifier", "chunkNumber", "totalChunks", 1, {}, {}},
    {"plupload", "name", "chunk", "chunks", 0, {}, {}},
};

} // namespace

bool FormUpload::names(std::string_view field)
{
    return !field.empty() && std::any_of(std::begin(rows), std::end(rows), [&](Row const& row) {
        return field == row.upload || field == row.index || field == row.count
               || field == row.offset || field == row.total;
    });
}

void FormUpload::take(std::string_view field, std::string_view value)
{
    if (names(field) && value.size() <= limits::upload_name_bytes)
        m_fields.insert_or_assign(std::string{field}, std::string{value});
}

std::optional<UploadPlace> FormUpload::place(std::string_view host) const
{
    auto const field = [&](std::string_view name) {
        auto const at = name.empty() ? m_fields.end() : m_fields.find(name);
        return at == m_fields.end() ? std::string_view{} : std::string_view{at->second};
    };
    for (auto const& row : rows) {
        auto const upload = field(row.upload);
        auto const index = upload_number(field(row.index));
        auto const count = upload_number(field(row.count));
        if (upload.empty() || !index || !count || *count < 2 || *index < row.first
            || *index - row.first >= *count)
            continue;
        UploadPlace place;
        place.scheme = row.scheme;
        place.key = normal_host(host);
        place.key.append("\n").append(row.scheme).append("\n").append(upload);
        place.key.resize(std::min(place.key.size(), limits::upload_key_bytes));
        place.is_last = *index - row.first + 1 == *count;
        auto const offset = upload_number(field(row.offset));
        auto const total = upload_number(field(row.total));
        if (offset && total && *offset < *total) {
            place.offset = *offset;
            place.total = total;
        } else {
            place.part = *index - row.first + 1;
        }
        return place;
    }
    return {};
}

} // namespace petze
