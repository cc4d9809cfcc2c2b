#pragma once

#include "dissect/upload/upload_place.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// What the fields of a form say of the file that follows them: libraries for browsers and apps
/// (plupload, resumable.js, flow.js, Dropzone, Fine Uploader) send a file in parts, each in a form.
class FormUpload {
public:
    /// Whether a field of that name tells of the file.
    static bool names(std::string_view field);

    void take(std::string_view field, std::string_view value);
    /// Nothing where the file is whole, or the fields do not say what part it is.
    std::optional<UploadPlace> place(std::string_view host) const;

private:
    std::map<std::string, std::string, std::less<>> m_fields; // those that names() names
};

} // namespace petze
