import { RouterConfigurationBuilder } from '@vaadin/hilla-file-router/runtime.js';
import fileRoutes from 'Frontend/generated/file-routes';

// Routes by file, and no server-side routes: Flow's client is never part of the app.
export const { router, routes } = new RouterConfigurationBuilder().withFileRoutes(fileRoutes).build();
