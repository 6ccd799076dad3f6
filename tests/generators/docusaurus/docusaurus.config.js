module.exports = {
  title: "Policies",
  url: "http://localhost",
  baseUrl: "/",
  scripts: [{ src: "LOADER", type: "module" }],
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: undefined }, blog: false }]],
};
