import {
  Button,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Modal,
} from '@mantine/core'

/** Shades of a role colour; console.css says which they are in each theme. */
function shades(role: string): MantineColorsTuple {
  const shade = `var(--${role})`
  return [shade, shade, shade, shade, shade, shade, shade, shade, shade, shade]
}

/** One accent; the other colours only repeat what words say. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: {
    accent: shades('accent'),
    good: shades('good'),
    bad: shades('bad'),
    warn: shades('warn'),
  },
  // The accent is dark on light pages and light on dark ones; what stands on it changes with it.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input)
    return input.variant === 'filled' ? { ...colors, color: 'var(--on-accent)' } : colors
  },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    // Locking the scroll would add a style element, which the content security policy forbids.
    Modal: Modal.extend({
      defaultProps: { centered: true, lockScroll: false, transitionProps: { duration: 0 } },
    }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
  },
})
