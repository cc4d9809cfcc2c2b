#include "dissect/image/image_parts.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "dissect/file_type/file_type.h"

#include <algorithm>

namespace petze {

namespace {

using namespace std::string_view_literals;
using Kind = ImagePart::Kind;

constexpr auto exif_mark = "Exif\0\0"sv;

bool begins_tiff(std::string_view text)
{
    return text.starts_with("II*\0"sv) || text.starts_with("MM\0*"sv); // TIFF 6.0, section 2
}

class Walk {
public:
    explicit Walk(Bytes file)
        : m_file(file)
        , m_in(file)
    {
    }

    ImageParts take()
    {
        auto const* type = file_type_of(m_file);
        auto const format = type ? type->extension : std::string_view{};
        if (format == "jpg")
            jpeg();
        else if (format == "png")
            png();
        else if (format == "webp")
            webp();
        else if (format == "heic" || format == "avif")
            heif();
        return std::move(m_out);
    }

private:
    bool goes_on() const { return m_in.ok() && m_out.parts.size() < limits::image_parts; }

    void add(Kind kind, std::size_t begin, std::size_t length)
    {
        length = std::min(length, m_file.size() - std::min(begin, m_file.size()));
        if (length > 0)
            m_out.parts.push_back({kind, begin, length});
    }
    // Exif in JPEG and WebP (there by habit) begins with its name.
    void add_exif(std::size_t begin, std::size_t length)
    {
        auto const content = as_text(m_file).substr(std::min(begin, m_file.size()), length);
        auto const skipped = content.starts_with(exif_mark) ? exif_mark.size() : 0;
        if (begins_tiff(content.substr(skipped)))
            add(Kind::exif, begin + skipped, length - skipped);
    }

    // ITU-T T.81, annex B.
    void jpeg()
    {
        constexpr std::uint8_t end_of_image = 0xd9, start_of_scan = 0xda, app0 = 0xe0, app1 = 0xe1,
                               app15 = 0xef, comment = 0xfe, fill = 0xff;
        m_in.skip(2); // SOI
        while (goes_on()) {
            if (m_in.u8() != 0xff)
                return;
            auto marker = m_in.u8();
            while (marker == fill && m_in.ok())
                marker = m_in.u8();
            auto const begin = m_in.offset();
            if (marker == end_of_image) {
                m_out.whole = m_in.ok();
                return;
            }
            auto const length = m_in.u16();
            if (length < 2)
                return;
            m_in.skip(length - 2u);
            if (marker == app1)
                add_exif(begin + 2, length - 2u);
            else if (marker != comment && (marker < app0 || marker > app15))
                add(Kind::settings, begin - 1, length + 1u); // with its marker
            if (marker == start_of_scan && m_in.ok())
                scan();
        }
    }
    // Up to a marker that is neither a stuffed byte nor a restart.
    void scan()
    {
        auto const begin = m_in.offset();
        auto const text = as_text(m_file);
        auto at = begin;
        while ((at = text.find('\xff', at)) != std::string_view::npos && at + 1 < text.size()) {
            auto const next = m_file[at + 1];
            bool const inside = next == 0 || (next >= 0xd0 && next <= 0xd7);
            if (!inside)
                break;
            at += 2;
        }
        at = std::min(at, text.size());
        add(Kind::data, begin, at - begin);
        m_in.skip(at - begin);
    }

    // PNG, third edition, 5.3: length, type, data, CRC.
    void png()
    {
        m_in.skip(8);
        while (goes_on()) {
            auto const length = m_in.u32();
            auto const type = as_text(m_in.take(4));
            auto const begin = m_in.offset();
            m_in.skip(length);
            m_in.skip(4);
            if (type == "IHDR" || type == "PLTE" || type == "tRNS")
                add(Kind::settings, begin, length);
            else if (type == "IDAT")
                add(Kind::data, begin, length);
            else if (type == "eXIf")
                add_exif(begin, length);
            else if (type == "IEND")
                m_out.whole = m_in.ok();
            if (type == "IEND")
                return;
        }
    }

    // RFC 9649, 2.3: chunks of a type, a length with its low byte first, and an even number of
    // bytes.
    void webp()
    {
        ByteReader in{m_file, ByteOrder::little};
        in.skip(4);
        std::size_t const end = std::size_t{in.u32()} + 8;
        in.skip(4);
        while (in.ok() && in.offset() < end && m_out.parts.size() < limits::image_parts) {
            auto const type = as_text(in.take(4));
            std::size_t const length = in.u32();
            auto const begin = in.offset();
            in.skip(length + length % 2);
            if (type == "VP8 " || type == "VP8L" || type == "ALPH" || type == "ANMF")
                add(Kind::data, begin, length);
            else if (type == "EXIF")
                add_exif(begin, length);
        }
        m_out.whole = in.ok() && in.offset() == end;
    }

    // ISO/IEC 14496-12, 4.2: boxes. The data lie in mdat; ISO/IEC 23008-12 annex A puts Exif there.
    void heif()
    {
        while (goes_on() && m_in.remaining() > 0) {
            std::uint64_t length = m_in.u32();
            auto const type = as_text(m_in.take(4));
            std::uint64_t head = 8;
            if (length == 1) {
                length = m_in.u64();
                head = 16;
            }
            if (length == 0) // to the end of the file
                length = head + m_in.remaining();
            if (length < head || !m_in.ok())
                return;
            auto const content =
                static_cast<std::size_t>(std::min<std::uint64_t>(length - head, m_in.remaining()));
            if (type == "mdat")
                add(Kind::data, m_in.offset(), content);
            m_in.skip(content);
        }
        for (std::size_t at = 0; goes_on(); ++at) {
            at = as_text(m_file).find(exif_mark, at);
            if (at == std::string_view::npos)
                return;
            add_exif(at, m_file.size() - at);
        }
    }

    Bytes m_file;
    ByteReader m_in;
    ImageParts m_out;
};

} // namespace

ImageParts image_parts(Bytes file)
{
    return Walk{file}.take();
}

std::optional<Sha256Digest> image_digest(Bytes file, ImageParts const& parts)
{
    if (!parts.whole)
        return {};
    Sha256 digest;
    bool any = false;
    for (auto const& part : parts.parts) {
        if (part.kind == Kind::exif)
            continue;
        digest.update(file.subspan(part.begin, part.length));
        any |= part.kind == Kind::data;
    }
    if (!any)
        return {};
    return digest.digest();
}

} // namespace petze
