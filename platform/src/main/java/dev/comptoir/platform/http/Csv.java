package dev.comptoir.platform.http;

import java.nio.charset.StandardCharsets;

/**
 * A response body for spreadsheets: {@code text/csv} (RFC 4180) in UTF-8.
 *
 * @param text records and their header, without a byte order mark; it is added, because some spreadsheets need it
 */
public record Csv(String text) implements FileBody {
    private static final String CONTENT_TYPE = "text/csv; charset=utf-8";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public byte[] bytes() {
        return (BYTE_ORDER_MARK + text).getBytes(StandardCharsets.UTF_8);
    }

    /** A cell that is not a formula in any spreadsheet: an apostrophe is put before a value that could be one. */
    public static String cell(String value) {
        return mayBeFormula(value) ? "'" + value : value;
    }

    /** The value of a cell, without the apostrophe of {@link #cell}. */
    public static String value(String cell) {
        return cell.startsWith("'") && mayBeFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean mayBeFormula(String value) {
        return !value.isEmpty() && "=+-@\t\r'".indexOf(value.charAt(0)) >= 0;
    }
}
