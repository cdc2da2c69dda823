package dev.comptoir.ui;

import dev.comptoir.platform.http.Asset;
import dev.comptoir.platform.http.Webjar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pages of a service: one document and the files that it uses, below an address that changes with their content. The
 * folder {@code web/shared} of this package holds the design and the code that all pages share, the folder {@code web} beside
 * the class that owns the pages holds the rest. The pages load nothing from another host.
 */
public final class Pages {
    /** Scripts and styles are loaded from the service only, and never inline. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /** Runs before the first paint, so it is no module. */
    private static final String EARLY = "shared/early.js";

    private static final List<String> LIT_HTML = List.of(
            "lit-html.js",
            "directive.js",
            "async-directive.js",
            "directive-helpers.js",
            "directives/live.js",
            "directives/keyed.js",
            "directives/ref.js",
            "directives/repeat.js");

    private static final Webjar LIT = new Webjar("org.webjars.npm", "lit-html");
    private static final Webjar UPLOT = new Webjar("org.webjars.npm", "uplot");
    private static final Webjar LUCIDE = new Webjar("org.webjars.npm", "lucide-static");

    private final String root;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final String template;

    private Pages(String root, Class<?> owner) {
        this.root = root;
        files.putAll(filesOf(Pages.class));
        files.putAll(filesOf(owner));
        this.template = take("shared/document.html");
        files.put("shared/icons.svg", icons(take("shared/icons.txt") + take("icons.txt")));
        LIT_HTML.forEach(name -> files.put("vendor/lit-html/" + name, LIT.read(name)));
        files.put("vendor/uplot/uPlot.js", UPLOT.read("dist/uPlot.esm.js"));
        files.put("vendor/uplot/uPlot.css", UPLOT.read("dist/uPlot.min.css"));
    }

    /** Removes a file that is not served unchanged, and returns its text. */
    private String take(String name) {
        byte[] bytes = Objects.requireNonNull(files.remove(name), () -> "the pages lack " + name);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The pages of one service.
     *
     * @param root the first part of the service's paths: {@code /store}
     * @param owner its folder {@code web} contains {@code app.js}, {@code app.css} and possibly other style sheets, {@code
     *     icons.txt} (a list of icon names that ends with a line feed) and {@code words/fr.json} and {@code words/en.json}
     */
    public static Pages of(String root, Class<?> owner) {
        return new Pages(root, owner);
    }

    /** The files by their paths. */
    public Map<String, Asset> assets() {
        String base = root + "/assets/" + version() + "/";
        Map<String, Asset> assets = new TreeMap<>();
        files.forEach((name, bytes) -> assets.put(base + name, Asset.lasting(name, bytes, POLICY)));
        Asset document = Asset.changing("index.html", document(base), POLICY);
        assets.put("/", document);
        assets.put(root, document);
        return assets;
    }

    private String version() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        return Asset.digest(all.toByteArray());
    }

    /** Uses the style sheets of the service, and preloads all scripts, so that the browser fetches them in parallel. */
    private byte[] document(String base) {
        String preloads = files.keySet().stream()
                .filter(name -> name.endsWith(".js") && !name.equals(EARLY) && !name.startsWith("vendor/uplot/"))
                .map(name -> "<link rel=\"modulepreload\" href=\"" + base + name + "\">")
                .collect(Collectors.joining("\n"));
        String styles = files.keySet().stream()
                .filter(name -> name.endsWith(".css") && !name.contains("/"))
                .map(name -> "<link rel=\"stylesheet\" href=\"" + base + name + "\">")
                .collect(Collectors.joining("\n"));
        return template.replace("{base}", base)
                .replace("{root}", root)
                .replace("{styles}", styles)
                .replace("{preloads}", preloads)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One SVG with a symbol for each icon name. */
    private static byte[] icons(String names) {
        String symbols = names.lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .map(Pages::symbol)
                .collect(Collectors.joining("\n"));
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\">\n" + symbols + "\n</svg>\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String symbol(String name) {
        String svg = new String(LUCIDE.read("icons/" + name + ".svg"), StandardCharsets.UTF_8);
        String shapes = svg.substring(svg.indexOf('>', svg.indexOf("<svg")) + 1, svg.indexOf("</svg>"));
        return "<symbol id=\"" + name + "\" viewBox=\"0 0 24 24\">" + shapes.strip() + "</symbol>";
    }

    private static Map<String, byte[]> filesOf(Class<?> owner) {
        try {
            URI folder = Objects.requireNonNull(owner.getResource("web"), owner + " has no folder web")
                    .toURI();
            if (!folder.getScheme().equals("jar")) {
                return read(Path.of(folder));
            }
            String[] parts = folder.toString().split("!", 2);
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0].substring("jar:".length()))))) {
                return read(jar.getPath(parts[1]));
            }
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
