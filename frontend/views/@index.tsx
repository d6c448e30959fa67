export default function HomeView() {
  return <main>Home</main>;
}
