package omega.bench.ws;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import omega.catalogue.Catalogue;
import org.apache.cxf.tools.common.ToolContext;
import org.apache.cxf.tools.wsdlto.WSDLToJava;

/** Classes that CXF generates from the contract, as a project with generated classes has them: JAX-WS and JAXB, compiled. */
record Generated(Path wsdl, Path classes) {
    private static final String SERVICE = "RecupererDonneesPCE";
    private static final String OWN = "omega.bench.generated";

    static Generated make(Path home) throws Exception {
        for (Map.Entry<String, byte[]> each :
                Catalogue.provisional().contracts().entrySet()) {
            Path file = home.resolve("contracts").resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        Generated generated = new Generated(
                home.resolve("contracts/soap/" + SERVICE + ".wsdl"), Files.createDirectories(home.resolve("classes")));
        Path sources = Files.createDirectories(home.resolve("sources"));
        new WSDLToJava(new String[] {
                    "-d",
                    sources.toString(),
                    "-bareMethods",
                    "-p",
                    "urn:omega:provisional:" + SERVICE + "=" + OWN,
                    "-p",
                    "urn:omega:provisional:commun=" + OWN + ".commun",
                    generated.wsdl.toString()
                })
                .run(new ToolContext());
        generated.compile(sources);
        return generated;
    }

    private void compile(Path sources) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(sources)) {
            files = tree.filter(each -> each.toString().endsWith(".java")).toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter told = new StringWriter();
        List<String> options = new ArrayList<>(List.of(
                "-nowarn", "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(told, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call()) {
                throw new IOException("the generated classes do not compile: " + told);
            }
        }
    }

    /** Where the classes of a process that stays are found. */
    ClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, Generated.class.getClassLoader());
    }

    static Class<?> port(ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(OWN + "." + SERVICE + "PortType", true, loader);
    }

    static Method operation(Class<?> port) {
        return Stream.of(port.getMethods())
                .filter(each -> each.getName().equals("recupererDonneesPCE"))
                .findFirst()
                .orElseThrow();
    }

    static URI wsdl(Path file) {
        return file.toUri();
    }
}
